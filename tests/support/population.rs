//! Made-up populations of any size, the same for the same seed, as LDIF.

use std::fmt::Write as _;

use crate::slapd::BASE;

/// A small generator of numbers, so that a population depends on its seed alone.
#[derive(Debug, Clone)]
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit` (xorshift64*).
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit.max(1)
    }
}

pub fn person(n: usize) -> String {
    format!("uid=u{n:06},ou=people,{BASE}")
}

pub fn group(n: usize) -> String {
    format!("cn=g{n:05},ou=groups,{BASE}")
}

/// `people` people and `groups` groups with about `memberships` memberships: one group of half the
/// people, some of a tenth and a hundredth, the rest small; some groups within groups.
pub fn ldif(people: usize, groups: usize, memberships: usize, seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let mut out = String::with_capacity(people * 400 + memberships * 50);
    for n in 0..people {
        let dn = person(n);
        let _ = write!(
            out,
            "dn: {dn}\nobjectClass: inetOrgPerson\nuid: u{n:06}\ncn: Person {n}\nsn: Family {}\ngivenName: Given {}\nmail: u{n:06}@example.org\nemployeeNumber: {}\ntitle: Title {}\ndepartmentNumber: Department {}\nemployeeType: {}\n",
            n % 997,
            n % 89,
            100_000 + n,
            n % 37,
            n % 8,
            if n % 11 == 0 { "guest" } else { "employee" }
        );
        if n > 0 {
            let _ = writeln!(out, "manager: {}", person((n - 1) / 10));
        }
        if n % 20 != 0 {
            let _ = writeln!(out, "authTimestamp: 2026{:02}{:02}080000Z", 1 + n % 12, 1 + n % 28);
        }
        out.push_str(if n % 50 == 7 {
            "pwdAccountLockedTime: 000001010000Z\n\n"
        } else {
            "\n"
        });
    }
    let mut left = memberships;
    for n in 0..groups {
        let size = match n {
            0 => people / 2,
            1..=10 => people / 10,
            11..=110 => people / 100,
            _ => left / (groups - n).max(1) / 2 + chance.below(left / (groups - n).max(1) + 1),
        };
        let size = size.clamp(1, people);
        left = left.saturating_sub(size);
        let _ = write!(
            out,
            "dn: {}\nobjectClass: groupOfNames\ncn: g{n:05}\ndescription: Access to resource {n}\nowner: {}\n",
            group(n),
            person(chance.below(people))
        );
        // A stride without a common divisor visits everybody once before it repeats.
        let (mut at, stride) = (chance.below(people), coprime(people, &mut chance));
        for _ in 0..size {
            let _ = writeln!(out, "member: {}", person(at));
            at = (at + stride) % people;
        }
        if n > 0 && n % 25 == 0 {
            let _ = writeln!(out, "member: {}", group(chance.below(groups)));
        }
        out.push('\n');
    }
    out
}

fn coprime(of: usize, chance: &mut Chance) -> usize {
    fn common(a: usize, b: usize) -> usize {
        if b == 0 { a } else { common(b, a % b) }
    }
    loop {
        let stride = 1 + chance.below(of);
        if common(stride, of) == 1 {
            return stride;
        }
    }
}
