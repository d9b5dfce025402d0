"""The same table by ReportLab: `peer.py canvas|platypus TABLE.tsv OUT.pdf` prints seconds and peak memory.

Both ways wrap the long cells, repeat the heading on every page, compress the pages, and number them.
"""

import json
import resource
import sys
import time

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

HEAD = ["Item", "Person", "Resource, entitlement", "How obtained", "Recommendation", "Decision", "Reviewer", "UTC", "Reason"]
SHARES = [370, 1850, 1060, 860, 950, 540, 760, 400, 829]
PAGE, MARGIN, SIZE, LEAD = landscape(A4), 36, 6.5, 8
WIDE = PAGE[0] - 2 * MARGIN
WIDTHS = [share * WIDE / sum(SHARES) for share in SHARES]


def wrapped(text, width, seen={}):
    lines = seen.get((text, width))
    if lines is None:
        lines, line = [], ""
        for word in text.split(" "):
            longer = f"{line} {word}" if line else word
            if line and stringWidth(longer, "Helvetica", SIZE) > width:
                lines.append(line)
                line = word
            else:
                line = longer
        lines.append(line)
        seen[(text, width)] = lines
    return lines


def canvas(rows, path):
    sheet = Canvas(path, pagesize=PAGE, pageCompression=1)

    def draw(cells, top, font):
        high, left = 0, MARGIN
        for cell, width in zip(cells, WIDTHS):
            lines = wrapped(cell, width - 4)
            text = sheet.beginText(left + 2, top - LEAD + 2)
            text.setFont(font, SIZE, LEAD)
            for line in lines:
                text.textLine(line)
            sheet.drawText(text)
            high, left = max(high, len(lines)), left + width
        sheet.line(MARGIN, top - high * LEAD - 2, MARGIN + WIDE, top - high * LEAD - 2)
        return top - high * LEAD - 3

    top, number = 0, 0
    for cells in rows:
        need = LEAD * max(len(wrapped(cell, width - 4)) for cell, width in zip(cells, WIDTHS)) + 3
        if top - need < MARGIN:
            if number:
                sheet.showPage()
            number += 1
            sheet.setLineWidth(0.3)
            sheet.setFont("Helvetica", SIZE)
            sheet.drawRightString(MARGIN + WIDE, MARGIN / 2, f"Page {number}")
            top = draw(HEAD, PAGE[1] - MARGIN, "Helvetica-Bold")
        top = draw(cells, top, "Helvetica")
    sheet.save()


def platypus(rows, path):
    style = ParagraphStyle("cell", fontName="Helvetica", fontSize=SIZE, leading=LEAD)
    body = [HEAD] + [
        [cell if stringWidth(cell, "Helvetica", SIZE) < width - 4 else Paragraph(cell, style) for cell, width in zip(cells, WIDTHS)]
        for cells in rows
    ]
    look = TableStyle([
        ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", SIZE, LEAD),
        ("FONT", (0, 1), (-1, -1), "Helvetica", SIZE, LEAD),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ("TOPPADDING", (0, 0), (-1, -1), 0), ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ])

    def foot(sheet, document):
        sheet.setFont("Helvetica", SIZE)
        sheet.drawRightString(MARGIN + WIDE, MARGIN / 2, f"Page {document.page}")

    document = SimpleDocTemplate(path, pagesize=PAGE, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN, pageCompression=1)
    document.build([LongTable(body, colWidths=WIDTHS, repeatRows=1, style=look)], onFirstPage=foot, onLaterPages=foot)


def main():
    way, table, out = sys.argv[1:]
    with open(table, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    begun = time.perf_counter()
    {"canvas": canvas, "platypus": platypus}[way](rows, out)
    took = time.perf_counter() - begun
    print(json.dumps({"seconds": took, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "rows": len(rows)}))


main()
