"""replicate.py SMB.CONF ADDRESS PASSWORD: takes over what changed at the controller at ADDRESS, by the protocol by which
controllers do it (DRSUAPI), into the database of this one. Controllers do it by themselves as well, but in their own
time; a test says when."""

import sys

from samba import gensec
from samba.auth import system_session
from samba.credentials import DONT_USE_KERBEROS, Credentials
from samba.dcerpc import misc
from samba.drs_utils import drs_Replicate
from samba.param import LoadParm
from samba.samdb import SamDB

configuration, address, password = sys.argv[1:4]
parameters = LoadParm()
parameters.load(configuration)
account = Credentials()
account.guess(parameters)
account.set_username("Administrator")
account.set_password(password)
account.set_domain(parameters.get("workgroup"))
account.set_kerberos_state(DONT_USE_KERBEROS)
account.set_gensec_features(account.get_gensec_features() | gensec.FEATURE_SEAL)
here = SamDB(session_info=system_session(), lp=parameters, flags=0)
there = SamDB("ldap://" + address, session_info=system_session(), credentials=account, lp=parameters)
line = drs_Replicate(f"ncacn_ip_tcp:{address}[seal]", parameters, account, here, misc.GUID(here.get_invocation_id()))
source, own = misc.GUID(there.get_invocation_id()), misc.GUID(here.get_ntds_GUID())
line.replicate(str(here.get_default_basedn()), source, own, full_sync=False)
