"""Opens a workbook in LibreOffice, types into cells as a person would, and saves it in its own way.

Arguments: the name of the pipe of a listening soffice, the file, where to save it, and a JSON list of [column, row, text].
"""

import json
import os
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def prop(name, value):
    one = PropertyValue()
    one.Name, one.Value = name, value
    return one


pipe, path, out, cells = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
address = "uno:pipe,name=%s;urp;StarOffice.ComponentContext" % pipe
for attempt in range(480):
    try:
        context = resolver.resolve(address)
        break
    except Exception:
        if attempt == 479:
            raise
        time.sleep(0.25)
desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (prop("Hidden", True),))
sheet = book.Sheets.getByName("Decisions")
for column, row, text in cells:
    cell = sheet.getCellByPosition(column, row)
    if cell.CellProtection.IsLocked:
        sys.exit("cell %d/%d is locked" % (column, row))
    # As typed: what is typed into a cell of the kind text stays a text, elsewhere it is read.
    if book.NumberFormats.getByKey(cell.NumberFormat).FormatString == "@":
        cell.setString(text)
    else:
        cell.setFormula(text)
book.storeToURL(uno.systemPathToFileUrl(out), (prop("FilterName", "Calc MS Excel 2007 XML"),))
print(json.dumps({
    "protected": sheet.isProtected(),
    "list": sheet.getCellByPosition(10, 5).Validation.Type.value,
    "formulas": sum(
        1 for row in range(0, 60) for column in range(0, 12)
        if sheet.getCellByPosition(column, row).Type.value == "FORMULA"),
}), flush=True)
book.close(True)
try:
    desktop.terminate()
except Exception:
    pass
# The bridge to a program that has just ended is not taken down in an orderly way: what was asked for is done.
os._exit(0)
