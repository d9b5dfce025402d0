//! Embeds the glyphs that are used: `subsetter` cuts the face, printpdf describes it to the reader.
//!
//! printpdf makes a document of one page that shows every glyph once; the font objects are taken
//! from it and written in our own order. It embeds what it is given, so the cut comes first.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::{
    Codepoint, FontId, FontMetrics, Mm, Op, ParsedFont, PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions,
    Pt, TextItem,
};
use subsetter::GlyphRemapper;

use super::writer::FileWriter;
use crate::EvidenceError;
use crate::text::face::{FACES, Faces};
use crate::text::typesetter::{Renumbering, Usage};

/// New numbers for the glyphs used, in the order of the old ones.
pub(crate) fn renumber(usage: &Usage) -> Renumbering {
    let number = |used: &BTreeMap<u16, String>| {
        let last = used.keys().next_back().map_or(0, |gid| usize::from(*gid) + 1);
        let mut numbers = vec![0; last];
        for (gid, new) in used.keys().filter(|gid| **gid != 0).zip(1_u16..) {
            numbers[usize::from(*gid)] = new;
        }
        numbers
    };
    usage.iter().map(number).collect()
}

/// Writes all fonts and answers the entries of the page resources (`/F0 12 0 R …`).
pub(crate) fn embed(
    writer: &mut FileWriter<'_>,
    faces: &Faces,
    usage: &Usage,
    renumbering: &Renumbering,
) -> Result<String, EvidenceError> {
    let mut resources = String::new();
    for (index, used) in usage.iter().enumerate() {
        let numbers: BTreeMap<u16, u16> = used
            .keys()
            .map(|gid| (*gid, renumbering[index][usize::from(*gid)]))
            .filter(|pair| pair.1 != 0)
            .collect();
        if numbers.is_empty() {
            continue;
        }
        let document = skeleton(faces, index, used, &numbers)?;
        let id = copy_font(writer, &document, index)?;
        resources.push_str(&format!("/F{index} {id} 0 R"));
        writer.segment(format!("typeface {}", FACES[index].0));
    }
    Ok(resources)
}

fn skeleton(
    faces: &Faces,
    index: usize,
    used: &BTreeMap<u16, String>,
    numbers: &BTreeMap<u16, u16>,
) -> Result<Document, EvidenceError> {
    let (name, bytes) = FACES[index];
    let mut remapper = GlyphRemapper::new();
    numbers.keys().for_each(|gid| {
        remapper.remap(*gid);
    });
    let cut = subsetter::subset(bytes, 0, &remapper).map_err(|problem| EvidenceError::Typeface {
        face: name,
        why: problem.to_string(),
    })?;
    let face = faces.face(index as u8);
    let width = |gid: u16| face.glyph_hor_advance(rustybuzz::ttf_parser::GlyphId(gid)).unwrap_or(0);
    let widths = numbers.iter().map(|(old, new)| (*new, width(*old))).collect();
    let metrics = FontMetrics {
        ascent: face.ascender(),
        descent: face.descender(),
    };
    let upem = u16::try_from(face.units_per_em()).unwrap_or(1000);
    let font = ParsedFont::with_glyph_data(cut, 0, Some(name.to_owned()), BTreeMap::new(), widths, upem, metrics);

    let id = FontId(name.to_owned());
    let mut document = PdfDocument::new("");
    document.resources.fonts.map.insert(id.clone(), PdfFont::new(font));
    let glyphs = numbers
        .iter()
        .map(|(old, new)| Codepoint::with_cid(*new, 0.0, used.get(old).cloned().unwrap_or_default()))
        .collect();
    document.pages.push(PdfPage::new(
        Mm(100.0),
        Mm(100.0),
        vec![
            Op::StartTextSection,
            Op::SetFont {
                font: PdfFontHandle::External(id),
                size: Pt(10.0),
            },
            Op::ShowText {
                items: vec![TextItem::GlyphIds(glyphs)],
            },
            Op::EndTextSection,
        ],
    ));
    let mut warnings = Vec::new();
    Ok(document.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings))
}

/// Copies the one Type 0 font of a skeleton, with a subset tag in front of its names.
fn copy_font(writer: &mut FileWriter<'_>, document: &Document, index: usize) -> Result<u32, EvidenceError> {
    let font = document.objects.values().find_map(|object| match object {
        Object::Dictionary(dict) if is_type0(dict) => Some(dict.clone()),
        _ => None,
    });
    let font = font
        .or_else(|| nested_type0(document))
        .ok_or_else(|| EvidenceError::Typeface {
            face: FACES[index].0,
            why: "printpdf wrote no font for it".into(),
        })?;
    let tag = format!("CSEVI{}+", char::from(b'A' + index as u8));
    let mut copy = Copy {
        document,
        tag: &tag,
        ids: BTreeMap::new(),
    };
    let mut body = Vec::new();
    copy.put(writer, &Object::Dictionary(font), &mut body)?;
    let id = writer.reserve();
    writer.object(id, body)?;
    Ok(id)
}

fn is_type0(dict: &Dictionary) -> bool {
    dict.get(b"Subtype")
        .and_then(Object::as_name)
        .is_ok_and(|name| name == b"Type0")
}

/// The font may stand inside the page's resources rather than by itself.
fn nested_type0(document: &Document) -> Option<Dictionary> {
    fn search(object: &Object, depth: u8) -> Option<Dictionary> {
        match object {
            Object::Dictionary(dict) if is_type0(dict) => Some(dict.clone()),
            Object::Dictionary(dict) if depth > 0 => dict.iter().find_map(|(_, value)| search(value, depth - 1)),
            Object::Array(items) if depth > 0 => items.iter().find_map(|value| search(value, depth - 1)),
            _ => None,
        }
    }
    document.objects.values().find_map(|object| search(object, 6))
}

struct Copy<'d> {
    document: &'d Document,
    tag: &'d str,
    ids: BTreeMap<ObjectId, u32>,
}

impl Copy<'_> {
    fn put(&mut self, writer: &mut FileWriter<'_>, object: &Object, out: &mut Vec<u8>) -> Result<(), EvidenceError> {
        match object {
            Object::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
            Object::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
            Object::Real(value) => out.extend_from_slice(format!("{value:.3}").as_bytes()),
            Object::Name(name) => {
                out.push(b'/');
                out.extend_from_slice(name);
            }
            Object::String(bytes, _) => out.extend_from_slice(format!("<{}>", crate::root::to_hex(bytes)).as_bytes()),
            Object::Array(items) => {
                out.push(b'[');
                for item in items {
                    self.put(writer, item, out)?;
                    out.push(b' ');
                }
                out.push(b']');
            }
            Object::Dictionary(dict) => self.dictionary(writer, dict, out)?,
            Object::Reference(id) => {
                let new = self.reference(writer, *id)?;
                out.extend_from_slice(format!("{new} 0 R").as_bytes());
            }
            _ => out.extend_from_slice(b"null"),
        }
        Ok(())
    }

    fn dictionary(
        &mut self,
        writer: &mut FileWriter<'_>,
        dict: &Dictionary,
        out: &mut Vec<u8>,
    ) -> Result<(), EvidenceError> {
        out.extend_from_slice(b"<<");
        for (key, value) in dict.iter() {
            out.push(b'/');
            out.extend_from_slice(key);
            out.push(b' ');
            match value {
                Object::Name(name) if key == b"BaseFont" || key == b"FontName" => {
                    out.push(b'/');
                    out.extend_from_slice(self.tag.as_bytes());
                    out.extend_from_slice(name);
                }
                _ => self.put(writer, value, out)?,
            }
        }
        out.extend_from_slice(b">>");
        Ok(())
    }

    fn reference(&mut self, writer: &mut FileWriter<'_>, id: ObjectId) -> Result<u32, EvidenceError> {
        if let Some(new) = self.ids.get(&id) {
            return Ok(*new);
        }
        let new = writer.reserve();
        self.ids.insert(id, new);
        match self.document.objects.get(&id) {
            Some(Object::Stream(stream)) => {
                let mut dict = stream.dict.clone();
                dict.remove(b"Length");
                // The content is plain here; our own deflate goes over it.
                dict.remove(b"Filter");
                let plain = if stream.dict.has(b"Filter") {
                    stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())
                } else {
                    stream.content.clone()
                };
                let mut entries = Vec::new();
                self.dictionary(writer, &dict, &mut entries)?;
                let inner = String::from_utf8_lossy(&entries[2..entries.len() - 2]).into_owned();
                writer.stream(new, &inner, &plain)?;
            }
            Some(object) => {
                let mut body = Vec::new();
                self.put(writer, object, &mut body)?;
                writer.object(new, body)?;
            }
            None => writer.object(new, "null")?,
        }
        Ok(new)
    }
}
