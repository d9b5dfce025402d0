"""join.py SMB.CONF ADDRESS PASSWORD: makes a further controller of the domain whose controller listens at ADDRESS.

Samba's own library instead of samba-tool, with the site and the server named: nothing is asked of a name server."""

import logging
import os
import sys

from samba.credentials import DONT_USE_KERBEROS, Credentials
from samba.join import join_DC
from samba.param import LoadParm

configuration, address, password = sys.argv[1:4]
parameters = LoadParm()
parameters.load(configuration)
for folder in ("private dir", "state directory", "cache directory", "binddns dir", "lock directory"):
    os.makedirs(parameters.get(folder), exist_ok=True)
account = Credentials()
account.guess(parameters)
account.set_username("Administrator")
account.set_password(password)
account.set_domain(parameters.get("workgroup"))
account.set_kerberos_state(DONT_USE_KERBEROS)
logging.basicConfig(level=logging.WARNING)
join_DC(
    logging.getLogger(),
    server=address,
    creds=account,
    lp=parameters,
    site="Default-First-Site-Name",
    netbios_name=parameters.get("netbios name"),
    domain="lab.test",
    dns_backend="NONE",
    use_ntvfs=False,
)
