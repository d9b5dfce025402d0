"""Signs a file once more with pyHanko: the file, a certificate and its key (DER), the new file."""

import sys

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter

signer = signers.SimpleSigner.load(sys.argv[3], sys.argv[2])
meta = signers.PdfSignatureMetadata(field_name="Second", subfilter=SigSeedSubFilter.PADES)
with open(sys.argv[1], "rb") as file, open(sys.argv[4], "wb") as out:
    signers.sign_pdf(IncrementalPdfFileWriter(file), meta, signer=signer, output=out)
print("signed", sys.argv[4])
