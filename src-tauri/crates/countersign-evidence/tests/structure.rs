//! What PDF/A-3u asks for (ISO 19005-3), one statement a test, over short, long, signed and Letter files; read
//! with a parser that did not write them.

#[path = "support/case.rs"]
mod case;
#[path = "support/signing.rs"]
mod signing;
mod support;
#[path = "support/tool.rs"]
mod tool;

use std::collections::{BTreeMap, BTreeSet};

use case::{Case, cases, dictionary_of, explained, name, number};
use lopdf::content::Content;
use lopdf::{Dictionary, Object, ObjectId};

#[test]
fn the_header_says_1_7_and_is_followed_by_bytes_that_no_text_has() {
    for case in cases() {
        assert!(case.bytes.starts_with(b"%PDF-1.7\n%"), "{}", case.name);
        assert!(case.bytes[10..14].iter().all(|byte| *byte > 127), "{}", case.name);
        assert!(case.bytes.ends_with(b"%%EOF\n"), "{}", case.name);
    }
}

#[test]
fn the_trailer_has_an_id_and_no_encryption_and_no_second_metadata() {
    for case in cases() {
        let id = case
            .document
            .trailer
            .get(b"ID")
            .and_then(Object::as_array)
            .expect("an id");
        assert_eq!(id.len(), 2);
        assert!(id.iter().all(|half| half.as_str().is_ok_and(|half| half.len() == 16)));
        assert!(!case.document.trailer.has(b"Encrypt") && !case.document.trailer.has(b"Info"));
    }
}

#[test]
fn the_metadata_are_plain_and_claim_exactly_pdf_a_3u() {
    for case in cases() {
        let stream = case.at(case.catalog(), "Metadata").as_stream().expect("a stream");
        assert!(!stream.dict.has(b"Filter"), "{}", case.name);
        assert_eq!(name(&stream.dict, "Type"), b"Metadata");
        assert_eq!(name(&stream.dict, "Subtype"), b"XML");
        let text = std::str::from_utf8(&stream.content).expect("UTF-8");
        for wanted in [
            "<pdfaid:part>3</pdfaid:part>",
            "<pdfaid:conformance>U</pdfaid:conformance>",
            "<dc:title>",
        ] {
            assert_eq!(text.matches(wanted).count(), 1, "{}: {wanted}", case.name);
        }
        assert!(!text.contains("pdfuaid"));
    }
}

#[test]
fn one_output_intent_names_a_profile_of_three_colours() {
    for case in cases() {
        let intents = case.list(case.catalog(), "OutputIntents");
        assert_eq!(intents.len(), 1);
        let intent = dictionary_of(case.value(&intents[0]));
        assert_eq!(name(intent, "S"), b"GTS_PDFA1");
        let profile = case.at(intent, "DestOutputProfile").as_stream().expect("a stream");
        assert_eq!(profile.dict.get(b"N").and_then(Object::as_i64).ok(), Some(3));
        let content = profile.decompressed_content().expect("a profile");
        assert_eq!((&content[36..40], &content[16..20]), (&b"acsp"[..], &b"RGB "[..]));
    }
}

#[test]
fn every_font_is_embedded_in_part_and_says_what_its_glyphs_mean() {
    for case in cases() {
        let fonts = case.fonts();
        assert!(fonts.len() >= 2, "{}", case.name);
        for font in fonts.values() {
            assert_eq!(
                (name(font, "Subtype"), name(font, "Encoding")),
                (&b"Type0"[..], &b"Identity-H"[..])
            );
            assert!(case.at(font, "ToUnicode").as_stream().is_ok());
            let below = dictionary_of(case.value(&case.list(font, "DescendantFonts")[0]));
            let descriptor = case.inside(below, "FontDescriptor");
            assert!(
                descriptor.has(b"FontFile2") || descriptor.has(b"FontFile3"),
                "{}",
                case.name
            );
            if name(below, "Subtype") == b"CIDFontType2" {
                assert_eq!(name(below, "CIDToGIDMap"), b"Identity");
            }
            let base = name(font, "BaseFont");
            assert!(base[..6].iter().all(u8::is_ascii_uppercase) && base[6] == b'+');
            assert_eq!(base, name(below, "BaseFont"));
            assert_eq!(base, name(descriptor, "FontName"));
        }
    }
}

#[test]
fn nothing_shows_the_glyph_of_what_is_missing_and_every_glyph_has_a_meaning() {
    for case in cases() {
        let meanings: BTreeMap<Vec<u8>, BTreeSet<u16>> = case
            .fonts()
            .into_iter()
            .map(|(name, font)| (name, explained(case, font)))
            .collect();
        let mut shown = 0_u64;
        for id in case.pages().values() {
            let content = Content::decode(&case.document.get_page_content(*id)).expect("operators");
            let mut font: &[u8] = b"";
            for operation in &content.operations {
                match operation.operator.as_str() {
                    "Tf" => font = operation.operands[0].as_name().expect("a font"),
                    "Tj" | "TJ" => {
                        let strings = match &operation.operands[0] {
                            Object::Array(items) => items.iter().collect(),
                            one => vec![one],
                        };
                        for string in strings.iter().filter_map(|one| one.as_str().ok()) {
                            for pair in string.chunks(2) {
                                let code = u16::from_be_bytes([pair[0], pair[1]]);
                                assert_ne!(code, 0, "{}: a missing glyph is shown", case.name);
                                assert!(meanings[font].contains(&code), "{}: {code} has no meaning", case.name);
                                shown += 1;
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
        assert!(shown > 3000, "{}: {shown}", case.name);
    }
}

#[test]
fn every_annotation_is_printed_and_not_hidden_and_none_needs_an_appearance() {
    for case in cases() {
        let (mut links, mut widgets) = (0, 0);
        case.each(&mut |one| {
            if name(one, "Type") != b"Annot" {
                return;
            }
            let flags = one.get(b"F").and_then(Object::as_i64).expect("flags");
            // Print; not Invisible, Hidden, NoView, ToggleNoView.
            assert_eq!(flags & 0b1_0010_0111, 4, "{}: {flags}", case.name);
            assert!(!one.has(b"A") && !one.has(b"AA"));
            match name(one, "Subtype") {
                b"Link" => {
                    links += 1;
                    assert!(one.get(b"Contents").is_ok() && one.get(b"Dest").is_ok());
                    let rect: Vec<f32> = case.list(one, "Rect").iter().map(number).collect();
                    assert!(rect[0] >= 0.0 && rect[1] >= 0.0 && rect[2] > rect[0] && rect[3] > rect[1]);
                    assert!(
                        rect[2] <= case.paper.0 && rect[3] <= case.paper.1,
                        "{}: {rect:?}",
                        case.name
                    );
                }
                b"Widget" => {
                    widgets += 1;
                    assert!(case.list(one, "Rect").iter().all(|edge| number(edge) == 0.0));
                }
                other => panic!(
                    "{}: an annotation of the kind {}",
                    case.name,
                    String::from_utf8_lossy(other)
                ),
            }
        });
        assert!(links > 4, "{}: {links}", case.name);
        assert_eq!(widgets, usize::from(case.signed));
    }
}

#[test]
fn nothing_runs_and_nothing_shines_through() {
    for case in cases() {
        case.each(&mut |one| {
            for forbidden in [
                "AA",
                "JS",
                "JavaScript",
                "OpenAction",
                "Launch",
                "SMask",
                "Group",
                "OCProperties",
                "XFA",
            ] {
                assert!(!one.has(forbidden.as_bytes()), "{}: /{forbidden}", case.name);
            }
            for opacity in ["ca", "CA", "BM"] {
                assert!(!one.has(opacity.as_bytes()), "{}: /{opacity}", case.name);
            }
            assert_ne!(name(one, "Filter"), b"LZWDecode");
        });
    }
}

#[test]
fn attachments_say_what_they_are_to_the_document_and_are_named_in_order() {
    for case in cases() {
        let associated = case.list(case.catalog(), "AF");
        let tree = case.inside(case.inside(case.catalog(), "Names"), "EmbeddedFiles");
        let names = case.list(tree, "Names");
        let (mut called, mut listed) = (Vec::new(), Vec::new());
        for pair in names.chunks(2) {
            called.push(pair[0].as_str().expect("a name").to_vec());
            listed.push(pair[1].as_reference().expect("a reference"));
        }
        assert!(called.is_sorted() && called.len() >= 3, "{}", case.name);
        let associated: Vec<ObjectId> = associated.iter().filter_map(|one| one.as_reference().ok()).collect();
        assert_eq!(associated, listed);
        for id in listed {
            let file = case.document.get_dictionary(id).expect("a file");
            assert_eq!(name(file, "Type"), b"Filespec");
            let relation = name(file, "AFRelationship");
            assert!([&b"Source"[..], b"Data", b"Supplement"].contains(&relation));
            assert!(file.has(b"F") && file.has(b"UF") && file.has(b"Desc"));
            let stream = case.at(case.inside(file, "EF"), "F").as_stream().expect("a stream");
            assert_eq!(name(&stream.dict, "Type"), b"EmbeddedFile");
            assert!(
                name(&stream.dict, "Subtype").contains(&b'/'),
                "{}: no kind of content",
                case.name
            );
            let parameters = case.inside(&stream.dict, "Params");
            assert!(
                parameters
                    .get(b"ModDate")
                    .and_then(Object::as_str)
                    .is_ok_and(|date| date.starts_with(b"D:20"))
            );
            let size = parameters.get(b"Size").and_then(Object::as_i64).expect("a size");
            assert_eq!(stream.decompressed_content().expect("content").len() as i64, size);
        }
    }
}

#[test]
fn the_outline_is_a_sound_tree_whose_entries_lead_to_pages() {
    for case in cases() {
        let pages: BTreeSet<ObjectId> = case.pages().into_values().collect();
        let root = case.inside(case.catalog(), "Outlines");
        let found = branch(case, root, &pages);
        assert!(found.0 >= 4, "{}: {found:?}", case.name);
        assert_eq!(name(case.catalog(), "PageMode"), b"UseOutlines");
    }
}

/// Entries on this level and in all; checks the links between them.
fn branch(case: &Case, parent: &Dictionary, pages: &BTreeSet<ObjectId>) -> (usize, usize) {
    let mut next = parent.get(b"First").and_then(Object::as_reference).ok();
    let (mut own, mut all, mut before) = (0, 0, None);
    while let Some(id) = next {
        let entry = case.document.get_dictionary(id).expect("an entry");
        assert_eq!(entry.get(b"Prev").and_then(Object::as_reference).ok(), before);
        assert!(
            entry
                .get(b"Title")
                .and_then(Object::as_str)
                .is_ok_and(|title| title.len() > 2)
        );
        let target = case.list(entry, "Dest");
        assert!(
            pages.contains(&target[0].as_reference().expect("a page")),
            "{}",
            case.name
        );
        assert!(
            (0.0..=case.paper.1).contains(&number(&target[3])),
            "{}: {target:?}",
            case.name
        );
        own += 1;
        all += 1 + branch(case, entry, pages).1;
        before = Some(id);
        next = entry.get(b"Next").and_then(Object::as_reference).ok();
    }
    assert_eq!(parent.get(b"Last").and_then(Object::as_reference).ok(), before);
    let count = parent.get(b"Count").and_then(Object::as_i64).unwrap_or(0);
    assert_eq!(count.unsigned_abs() as usize, own, "{}", case.name);
    (own, all)
}

#[test]
fn pages_have_their_paper_labels_and_a_language() {
    for case in cases() {
        let labels = case.inside(case.catalog(), "PageLabels");
        let first = dictionary_of(case.value(&case.list(labels, "Nums")[1]));
        assert_eq!(name(first, "S"), b"D");
        assert_eq!(case.at(case.catalog(), "Lang").as_str().ok(), Some(&b"en"[..]));
        let shown = case.inside(case.catalog(), "ViewerPreferences");
        assert_eq!(shown.get(b"DisplayDocTitle").and_then(Object::as_bool).ok(), Some(true));
        for id in case.pages().values() {
            let edges: Vec<f32> = case.list(case.page(*id), "MediaBox").iter().map(number).collect();
            assert_eq!(edges, [0.0, 0.0, case.paper.0, case.paper.1], "{}", case.name);
        }
    }
}

#[test]
fn a_signed_file_has_one_field_whose_signature_covers_all_but_itself() {
    for case in cases().iter().filter(|case| case.signed) {
        let form = case.inside(case.catalog(), "AcroForm");
        assert_eq!(form.get(b"SigFlags").and_then(Object::as_i64).ok(), Some(3));
        let fields = case.list(form, "Fields");
        assert_eq!(fields.len(), 1);
        let field = dictionary_of(case.value(&fields[0]));
        let first = case.list(case.page(case.pages()[&1]), "Annots");
        assert!(first.contains(&fields[0]), "the field stands on the first page");
        let signature = case.inside(field, "V");
        assert_eq!(name(signature, "SubFilter"), b"ETSI.CAdES.detached");
        let range: Vec<usize> = case.list(signature, "ByteRange").iter().map(number_of).collect();
        assert_eq!((range[0], range[2] + range[3]), (0, case.bytes.len()), "{}", case.name);
        assert_eq!((case.bytes[range[1]], case.bytes[range[2] - 1]), (b'<', b'>'));
    }
}

fn number_of(object: &Object) -> usize {
    usize::try_from(object.as_i64().expect("a number")).expect("a count")
}

#[test]
fn no_word_stands_outside_its_paper_nor_in_its_margin() {
    for case in cases() {
        let Some(text) = tool::read("pdftotext", &["-bbox", &case.path, "-"]) else {
            return;
        };
        let mut words = 0;
        for line in text.lines().filter(|line| line.contains("<word ")) {
            let edge = |key: &str| -> f32 {
                let value = line.split(key).nth(1).and_then(|rest| rest.split('"').nth(1));
                value.and_then(|value| value.parse().ok()).expect("an edge")
            };
            let (left, top, right, bottom) = (edge("xMin="), edge("yMin="), edge("xMax="), edge("yMax="));
            assert!(left > 18.0 && top > 8.0, "{}: {line}", case.name);
            assert!(
                right < case.paper.0 - 18.0 && bottom < case.paper.1 - 8.0,
                "{}: {line}",
                case.name
            );
            words += 1;
        }
        assert!(words > 500, "{}: {words}", case.name);
    }
}

#[test]
fn other_peoples_programs_find_nothing_wrong_with_any_of_them() {
    for case in cases() {
        if let Some(text) = tool::run("qpdf", &["--check", &case.path]) {
            assert!(text.contains("No syntax or stream encoding errors"), "{text}");
        }
        if let Some(text) = tool::run("pdfinfo", &[&case.path]) {
            assert!(
                text.contains("PDF version:     1.7") && text.contains("Encrypted:       no"),
                "{text}"
            );
        }
        if let Some(text) = tool::run("pdffonts", &[&case.path]) {
            assert!(text.lines().skip(2).all(|line| line.contains("yes yes yes")), "{text}");
        }
        if let Some(text) = tool::run("mutool", &["show", &case.path, "outline"]) {
            assert!(text.lines().count() >= 4, "{text}");
        }
        if let Some(text) = tool::validate("structure.py", &[&case.path]) {
            assert!(text.contains("pdfa 3U") && text.contains("problems []"), "{text}");
            for wanted in ["evidence.json", "evidence.csv", "manifest.json"] {
                assert!(text.contains(wanted), "{text}");
            }
        }
    }
}
