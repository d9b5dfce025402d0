"""What pyHanko says about the signature of a file; further arguments are certificates to trust (DER)."""

import logging
import sys

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

logging.disable(logging.CRITICAL)
roots = [x509.Certificate.load(open(name, "rb").read()) for name in sys.argv[2:]]
with open(sys.argv[1], "rb") as file:
    signature = PdfFileReader(file).embedded_signatures[0]
    context = ValidationContext(trust_roots=roots, allow_fetching=False)
    status = validate_pdf_signature(signature, context)
    print("intact", status.intact, "valid", status.valid, "trusted", status.trusted)
    print("coverage", status.coverage.name, "kind", signature.sig_object["/SubFilter"])
