//! Two controllers of one domain: the second one joined it as any does, with a count of changes of its own. What one
//! changes the other takes over when a test says so.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::{ALONE, PASSWORD, Role, Samba, configure, domain, free_address, keep, run, script, template, tools};

const FIRST: Role = Role {
    services: "ldap, rpc",
    clear: true,
    ..ALONE
};
const SECOND: Role = Role { name: "DC2", ..FIRST };

impl Samba {
    /// Starts both controllers of the domain that [`domain::ldif`] fills; `None` where that cannot be.
    pub fn start_pair() -> Option<[Samba; 2]> {
        tools()?;
        let addresses = [free_address()?, free_address()?];
        let pair = pair();
        let [first, second] = addresses;
        Some([
            Samba::on_copy(&pair.join("first"), first, FIRST),
            Samba::on_copy(&pair.join("second"), second, SECOND),
        ])
    }

    /// Takes over what changed at the other controller, which must run.
    pub fn take_over_from(&self, other: &Samba) {
        tell_python("replicate.py", self.folder.path(), &other.address);
    }
}

fn tell_python(name: &str, folder: &Path, address: &str) {
    run(Command::new("/usr/bin/python3")
        .arg(script(name))
        .arg(folder.join("ad/etc/smb.conf"))
        .args([address, PASSWORD])
        .env("KRB5_CONFIG", folder.join("krb5.conf"))
        .env("TDB_NO_FSYNC", "1"));
}

fn pair() -> std::path::PathBuf {
    let ldif = domain::ldif();
    let read = |name: &str| fs::read(script(name)).expect("a script");
    let made_of = [read("provision.py"), read("join.py"), ldif.clone().into()];
    keep("pair", &made_of, |at| {
        let address = free_address().expect("an address");
        let mut first = Samba::on_copy(&template(&ldif), address.clone(), FIRST);
        let second = at.join("second");
        fs::create_dir(&second).expect("a folder");
        configure(&second, "127.0.0.1", SECOND);
        tell_python("join.py", &second, &address);
        first.stop();
        run(Command::new("cp")
            .args(["-r", "--preserve=mode"])
            .arg(first.folder.path())
            .arg(at.join("first")));
        for file in ["ca.pem", "server.pem", "server.key"] {
            fs::copy(at.join("first").join(file), second.join(file)).expect("a certificate");
        }
    })
}
