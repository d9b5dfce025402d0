//! What holds the file together: page tree, outline, attachments, metadata, output intent.

use chrono::{DateTime, Utc};

use super::icc::srgb_profile;
use super::sheet::Sheet;
use super::writer::FileWriter;
use crate::EvidenceError;
use crate::layout::canvas::points;
use crate::layout::press::{Heading, PageDone};
use crate::page::Facts;
use crate::record::Evidence;

/// Pages under one node of the page tree.
const BRANCH: u32 = 64;

/// Object numbers that are needed before the objects are written.
pub(crate) struct Outer {
    pub(crate) catalog: u32,
    pub(crate) record: u32,
    pub(crate) table: u32,
    pub(crate) manifest: u32,
    pub(crate) seal: u32,
    pub(crate) resources: u32,
    /// The signature and its field, where the file is signed.
    pub(crate) signature: Option<(u32, u32)>,
}

impl Outer {
    pub(crate) fn reserve(writer: &mut FileWriter<'_>, signed: bool) -> Self {
        let [catalog, record, table, manifest, seal, resources] = std::array::from_fn(|_| writer.reserve());
        Self {
            catalog,
            record,
            table,
            manifest,
            seal,
            resources,
            signature: signed.then(|| (writer.reserve(), writer.reserve())),
        }
    }
}

/// An embedded file.
pub(crate) struct Attachment {
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) stream: u32,
    pub(crate) relation: &'static str,
}

/// `D:20261121014515Z`.
pub(crate) fn pdf_date(at: DateTime<Utc>) -> String {
    at.format("D:%Y%m%d%H%M%SZ").to_string()
}

/// Dictionary entries of an embedded file whose size is known.
pub(crate) fn embedded_dict(subtype: &str, size: u64, modified: &str) -> String {
    format!("/Type/EmbeddedFile/Subtype/{subtype}/Params<</Size {size}/ModDate({modified})>>")
}

/// The same where `params` will say it.
pub(crate) fn embedded_open(subtype: &str, params: u32) -> String {
    format!("/Type/EmbeddedFile/Subtype/{subtype}/Params {params} 0 R")
}

pub(crate) fn put_size(writer: &mut FileWriter<'_>, id: u32, size: u64, modified: &str) -> Result<(), EvidenceError> {
    writer.object(id, format!("<</Size {size}/ModDate({modified})>>"))
}

/// A text string of any script, as hex.
fn text_string(text: &str) -> String {
    let mut out = String::from("<FEFF");
    text.encode_utf16()
        .for_each(|unit| out.push_str(&format!("{unit:04X}")));
    out.push('>');
    out
}

/// The resources shared by all pages.
pub(crate) fn resources(writer: &mut FileWriter<'_>, outer: &Outer, fonts: &str) -> Result<(), EvidenceError> {
    writer.object(outer.resources, format!("<</Font<<{fonts}>>>>"))
}

/// Page objects and the nodes above them, numbered before the first page is written.
pub(crate) struct PageTree {
    sheet: Sheet,
    root: u32,
    nodes: Vec<u32>,
    pages: Vec<u32>,
}

impl PageTree {
    pub(crate) fn reserve(writer: &mut FileWriter<'_>, pages: u32, sheet: Sheet) -> Self {
        let root = writer.reserve();
        let nodes = (0..pages.div_ceil(BRANCH)).map(|_| writer.reserve()).collect();
        let pages = (0..pages).map(|_| writer.reserve()).collect();
        Self {
            sheet,
            root,
            nodes,
            pages,
        }
    }

    fn page_id(&self, number: u32) -> u32 {
        self.pages
            .get(number.saturating_sub(1) as usize)
            .copied()
            .unwrap_or(self.root)
    }

    /// A place on a page, with a little room above it.
    fn destination(&self, page: u32, y: i32) -> String {
        let mut top = Vec::new();
        points(&mut top, self.sheet.at(0, y - 60).1);
        format!("[{} 0 R/XYZ 0 {}0]", self.page_id(page), String::from_utf8_lossy(&top))
    }

    /// Writes one page.
    pub(crate) fn page(
        &self,
        writer: &mut FileWriter<'_>,
        outer: &Outer,
        done: &PageDone,
    ) -> Result<(), EvidenceError> {
        let index = (done.number - 1) as usize;
        let (Some(id), Some(parent)) = (self.pages.get(index), self.nodes.get(index / BRANCH as usize)) else {
            return Err(EvidenceError::Moved(
                "more pages came in the second pass than in the first",
            ));
        };
        let content = writer.reserve();
        writer.stream(content, "", &[self.sheet.matrix(), &done.content].concat())?;
        writer.segment(format!("page {}", done.number));
        let mut links = String::new();
        for link in &done.links {
            let annotation = writer.reserve();
            let mut rect = Vec::new();
            let [left, top, right, bottom] = link.rect;
            for (x, y) in [self.sheet.at(left, bottom), self.sheet.at(right, top)] {
                points(&mut rect, x);
                points(&mut rect, y);
            }
            let rect = String::from_utf8_lossy(&rect).into_owned();
            let target = self.destination(link.page, link.y);
            writer.object(
                annotation,
                format!("<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[{rect}]/Dest {target}/Contents(Go to the section)>>"),
            )?;
            links.push_str(&format!("{annotation} 0 R "));
        }
        if let (1, Some((signature, field))) = (done.number, outer.signature) {
            let widget = format!(
                "<</Type/Annot/Subtype/Widget/FT/Sig/T(Signature)/TU(Signature of this evidence)/F 132/Rect[0 0 0 0]\
                 /P {id} 0 R/V {signature} 0 R>>"
            );
            writer.object(field, widget)?;
            links.push_str(&format!("{field} 0 R "));
        }
        let links = if links.is_empty() {
            links
        } else {
            format!("/Annots[{links}]")
        };
        writer.object(
            *id,
            format!(
                "<</Type/Page/Parent {parent} 0 R/MediaBox{}/Resources {} 0 R/Contents {content} 0 R{links}>>",
                self.sheet.media_box(),
                outer.resources
            ),
        )
    }

    /// Writes the nodes.
    pub(crate) fn finish(&self, writer: &mut FileWriter<'_>, _outer: &Outer) -> Result<(), EvidenceError> {
        let list = |ids: &[u32]| ids.iter().map(|id| format!("{id} 0 R ")).collect::<String>();
        for (node, pages) in self.nodes.iter().zip(self.pages.chunks(BRANCH as usize)) {
            let body = format!(
                "<</Type/Pages/Parent {} 0 R/Count {}/Kids[{}]>>",
                self.root,
                pages.len(),
                list(pages)
            );
            writer.object(*node, body)?;
        }
        let body = format!("<</Type/Pages/Count {}/Kids[{}]>>", self.pages.len(), list(&self.nodes));
        writer.object(self.root, body)
    }
}

/// Writes catalog and everything it points to.
pub(crate) fn finish(
    writer: &mut FileWriter<'_>,
    outer: &Outer,
    tree: &PageTree,
    evidence: &dyn Evidence,
    facts: &Facts,
    attachments: &[Attachment],
) -> Result<(), EvidenceError> {
    let (mut names, mut associated) = (String::new(), String::new());
    let mut sorted: Vec<&Attachment> = attachments.iter().collect();
    sorted.sort_by_key(|attachment| attachment.name);
    for file in sorted {
        let id = writer.reserve();
        let name = text_string(file.name);
        writer.object(
            id,
            format!(
                "<</Type/Filespec/F({})/UF{name}/Desc({})/AFRelationship/{}/EF<</F {} 0 R/UF {} 0 R>>>>",
                file.name, file.about, file.relation, file.stream, file.stream
            ),
        )?;
        names.push_str(&format!("({}) {id} 0 R ", file.name));
        associated.push_str(&format!("{id} 0 R "));
    }
    let outline = outline(writer, tree, &facts.headings)?;
    let profile = writer.reserve();
    writer.stream(profile, "/N 3", &srgb_profile())?;
    writer.segment("colour profile");
    let metadata = writer.reserve();
    writer.stream_as_is(metadata, "/Type/Metadata/Subtype/XML", xmp(evidence).as_bytes())?;
    writer.segment("metadata");
    let form = outer.signature.map_or_else(String::new, |(_, field)| {
        format!("/AcroForm<</Fields[{field} 0 R]/SigFlags 3>>")
    });
    writer.object(
        outer.catalog,
        format!(
            "<</Type/Catalog/Version/1.7/Lang(en)/Pages {} 0 R/Outlines {outline} 0 R/PageMode/UseOutlines\
             /PageLabels<</Nums[0<</S/D>>]>>\
             /ViewerPreferences<</DisplayDocTitle true>>/Metadata {metadata} 0 R/AF[{associated}]\
             /Names<</EmbeddedFiles<</Names[{names}]>>>>/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1\
             /OutputConditionIdentifier(sRGB IEC61966-2.1)/Info(sRGB IEC61966-2.1)\
             /DestOutputProfile {profile} 0 R>>]{form}/CountersignSeal {} 0 R>>",
            tree.root, outer.seal
        ),
    )
}

/// Sections, and under the long ones a child every fifty pages.
fn outline(writer: &mut FileWriter<'_>, tree: &PageTree, headings: &[Heading]) -> Result<u32, EvidenceError> {
    let root = writer.reserve();
    let ids: Vec<u32> = headings.iter().map(|_| writer.reserve()).collect();
    let tops: Vec<usize> = (0..headings.len())
        .filter(|index| headings[*index].level == 1)
        .collect();
    for (order, top) in tops.iter().enumerate() {
        let end = tops.get(order + 1).copied().unwrap_or(headings.len());
        let before = order.checked_sub(1).map(|at| ids[tops[at]]);
        let after = tops.get(order + 1).map(|at| ids[*at]);
        let children = &ids[top + 1..end];
        entry(
            writer,
            tree,
            &headings[*top],
            ids[*top],
            root,
            (before, after),
            children,
        )?;
        for child in top + 1..end {
            let before = (child > top + 1).then(|| ids[child - 1]);
            let after = (child + 1 < end).then(|| ids[child + 1]);
            entry(
                writer,
                tree,
                &headings[child],
                ids[child],
                ids[*top],
                (before, after),
                &[],
            )?;
        }
    }
    let ends = match (tops.first(), tops.last()) {
        (Some(first), Some(last)) => format!(
            "/First {} 0 R/Last {} 0 R/Count {}",
            ids[*first],
            ids[*last],
            tops.len()
        ),
        _ => String::new(),
    };
    writer.object(root, format!("<</Type/Outlines{ends}>>"))?;
    Ok(root)
}

fn entry(
    writer: &mut FileWriter<'_>,
    tree: &PageTree,
    heading: &Heading,
    id: u32,
    parent: u32,
    (before, after): (Option<u32>, Option<u32>),
    children: &[u32],
) -> Result<(), EvidenceError> {
    let mut body = format!(
        "<</Title{}/Parent {parent} 0 R/Dest {}",
        text_string(&heading.title),
        tree.destination(heading.page, heading.y)
    );
    for (key, id) in [("Prev", before), ("Next", after)] {
        if let Some(id) = id {
            body.push_str(&format!("/{key} {id} 0 R"));
        }
    }
    if let (Some(first), Some(last)) = (children.first(), children.last()) {
        body.push_str(&format!("/First {first} 0 R/Last {last} 0 R/Count -{}", children.len()));
    }
    body.push_str(">>");
    writer.object(id, body)
}

fn escaped(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, '\t' | '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..))
        .flat_map(|c| match c {
            '&' => "&amp;".chars().collect::<Vec<_>>(),
            '<' => "&lt;".chars().collect(),
            '>' => "&gt;".chars().collect(),
            c => vec![c],
        })
        .collect()
}

/// XMP metadata: PDF/A-3u, title, dates. There is no Info dictionary that could disagree with it.
fn xmp(evidence: &dyn Evidence) -> String {
    let document = evidence.document();
    let mut what = evidence.kind().words().to_owned();
    what[..1].make_ascii_uppercase();
    let title = escaped(&format!("{what} evidence: {}", evidence.name()));
    let creator = escaped(&document.organization);
    let id = escaped(&document.document_id);
    let product = escaped(&format!("Countersign {}", document.product_version));
    let date = document.generated_at.format("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n\
 xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>\n\
<dc:format>application/pdf</dc:format>\n\
<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>\n\
<dc:identifier>{id}</dc:identifier>\n\
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate><xmp:MetadataDate>{date}</xmp:MetadataDate>\n\
<xmp:CreatorTool>{product}</xmp:CreatorTool><pdf:Producer>{product}</pdf:Producer>\n\
</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"w\"?>"
    )
}
