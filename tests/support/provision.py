"""provision.py SMB.CONF ADDRESS PASSWORD LDIF: makes the database of a throw-away domain and fills it.

It calls Samba's own library instead of samba-tool: without the rights on the share of policies, which an LDAP
test does not look at, it needs neither root nor a file system with security attributes. All entries go in as
one transaction, before any server runs."""

import logging
import os
import sys

from samba.auth import system_session
from samba.dsdb import DS_DOMAIN_FUNCTION_2008_R2
from samba.param import LoadParm
from samba.provision import provision
from samba.samdb import SamDB

configuration, address, password, ldif = sys.argv[1:5]
parameters = LoadParm()
parameters.load(configuration)
for folder in ("private dir", "state directory", "cache directory", "binddns dir", "lock directory"):
    os.makedirs(parameters.get(folder), exist_ok=True)
logging.basicConfig(level=logging.WARNING)
provision(
    logging.getLogger(),
    system_session(),
    smbconf=configuration,
    realm="LAB.TEST",
    domain="LAB",
    hostname="dc1",
    hostip=address,
    adminpass=password,
    serverrole="active directory domain controller",
    dns_backend="NONE",
    dom_for_fun_level=DS_DOMAIN_FUNCTION_2008_R2,
    lp=parameters,
    skip_sysvolacl=True,
    use_ntvfs=False,
)
database = SamDB(session_info=system_session(), lp=parameters)
database.transaction_start()
with open(ldif, encoding="utf-8") as text:
    database.modify_ldif(text.read())
# The domain is kept from run to run: no password in it grows too old.
database.set_maxPwdAge("0")
database.transaction_commit()
