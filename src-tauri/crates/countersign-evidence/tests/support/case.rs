//! Files to look at, and a parser's view of them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use countersign_evidence::{Signer, export_package_signed, export_signed};
use lopdf::{Dictionary, Document, Object, ObjectId};

use crate::signing;
use crate::support::Sample;
use crate::support::package::PackageSample;

/// A file with its parsed form.
pub struct Case {
    pub name: &'static str,
    pub path: String,
    pub bytes: Vec<u8>,
    pub document: Document,
    /// Width and height in points.
    pub paper: (f32, f32),
    pub signed: bool,
}

pub fn cases() -> &'static [Case] {
    static CASES: OnceLock<(tempfile::TempDir, Vec<Case>)> = OnceLock::new();
    &CASES.get_or_init(make).1
}

fn make() -> (tempfile::TempDir, Vec<Case>) {
    let folder = tempfile::tempdir().expect("a folder");
    let signer = signing::generated();
    let mut cases = Vec::new();
    for (name, rows, letter, signed) in [
        ("short", 3, false, false),
        ("long", 700, false, false),
        ("letter", 90, true, false),
        ("signed", 90, false, true),
        ("signed letter", 90, true, true),
        ("package", 40, false, true),
    ] {
        let path = folder.path().join(format!("{}.pdf", name.replace(' ', "-")));
        let by = signed.then_some(&signer as &dyn Signer);
        if name == "package" {
            export_package_signed(&PackageSample::new(rows), &path, by, &mut |_| true).expect("exports");
        } else {
            let mut sample = Sample::new(rows);
            sample.head.document.paper = if letter { "letter" } else { "A4" }.into();
            export_signed(&sample, &path, by, &mut |_| true).expect("exports");
        }
        let bytes = std::fs::read(&path).expect("reads");
        cases.push(Case {
            name,
            path: path.to_str().expect("a path").to_owned(),
            document: Document::load_mem(&bytes).expect("another parser reads it"),
            bytes,
            paper: if letter { (792.0, 612.0) } else { (841.9, 595.3) },
            signed,
        });
    }
    (folder, cases)
}

impl Case {
    pub fn catalog(&self) -> &Dictionary {
        self.document.catalog().expect("a catalog")
    }

    /// What a value is, behind any reference.
    pub fn value<'c>(&'c self, object: &'c Object) -> &'c Object {
        self.document.dereference(object).expect("an object").1
    }

    pub fn at<'c>(&'c self, dictionary: &'c Dictionary, key: &str) -> &'c Object {
        let value = dictionary.get(key.as_bytes());
        self.value(value.unwrap_or_else(|_| panic!("{}: /{key} is missing", self.name)))
    }

    pub fn inside<'c>(&'c self, dictionary: &'c Dictionary, key: &str) -> &'c Dictionary {
        dictionary_of(self.at(dictionary, key))
    }

    pub fn list<'c>(&'c self, dictionary: &'c Dictionary, key: &str) -> &'c Vec<Object> {
        self.at(dictionary, key).as_array().expect("an array")
    }

    pub fn pages(&self) -> BTreeMap<u32, ObjectId> {
        self.document.get_pages()
    }

    pub fn page(&self, id: ObjectId) -> &Dictionary {
        self.document.get_dictionary(id).expect("a page")
    }

    /// Every dictionary of the file, nested ones and those of streams among them.
    pub fn each(&self, visit: &mut dyn FnMut(&Dictionary)) {
        self.document.objects.values().for_each(|object| walk(object, visit));
    }

    pub fn fonts(&self) -> BTreeMap<Vec<u8>, &Dictionary> {
        let first = self.page(self.pages()[&1]);
        let fonts = self.inside(self.inside(first, "Resources"), "Font");
        fonts
            .iter()
            .map(|(name, font)| (name.clone(), dictionary_of(self.value(font))))
            .collect()
    }
}

pub fn dictionary_of(object: &Object) -> &Dictionary {
    match object {
        Object::Stream(stream) => &stream.dict,
        other => other.as_dict().expect("a dictionary"),
    }
}

fn walk(object: &Object, visit: &mut dyn FnMut(&Dictionary)) {
    match object {
        Object::Dictionary(dictionary) => {
            visit(dictionary);
            dictionary.iter().for_each(|(_, value)| walk(value, visit));
        }
        Object::Stream(stream) => {
            visit(&stream.dict);
            stream.dict.iter().for_each(|(_, value)| walk(value, visit));
        }
        Object::Array(items) => items.iter().for_each(|item| walk(item, visit)),
        _ => {}
    }
}

pub fn name<'d>(dictionary: &'d Dictionary, key: &str) -> &'d [u8] {
    dictionary
        .get(key.as_bytes())
        .and_then(Object::as_name)
        .unwrap_or_default()
}

pub fn number(object: &Object) -> f32 {
    object.as_float().expect("a number")
}

/// The codes that a ToUnicode map explains.
pub fn explained(case: &Case, font: &Dictionary) -> BTreeSet<u16> {
    let stream = case.at(font, "ToUnicode").as_stream().expect("a stream");
    let bytes = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut codes = BTreeSet::new();
    for part in text.split("beginbfchar").skip(1) {
        let part = part.split("endbfchar").next().unwrap_or_default();
        for line in part.lines().filter(|line| line.trim_start().starts_with('<')) {
            let code = line.trim_start()[1..].split('>').next().unwrap_or_default();
            codes.insert(u16::from_str_radix(code, 16).expect("a code"));
        }
    }
    for part in text.split("beginbfrange").skip(1) {
        let part = part.split("endbfrange").next().unwrap_or_default();
        for line in part.lines().filter(|line| line.trim_start().starts_with('<')) {
            let mut ends = line
                .split('<')
                .skip(1)
                .map(|one| one.split('>').next().unwrap_or_default());
            let mut end = || u16::from_str_radix(ends.next().unwrap_or_default(), 16).expect("a code");
            let (from, to) = (end(), end());
            codes.extend(from..=to);
        }
    }
    codes
}
