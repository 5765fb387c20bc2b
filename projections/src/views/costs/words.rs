//! What costs are called: in questions and lists as one word, and for people in two languages.

use schema::{CostKind, SupplementKind};
use std::fmt;

use super::{Bearing, Bookkeeping, CostGroup, CostLine};
use crate::Language;

impl CostGroup {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Month,
        Self::Year,
        Self::Municipality,
        Self::Building,
        Self::Level,
        Self::Space,
        Self::SpaceCategory,
        Self::Hub,
        Self::Organisation,
        Self::Unit,
        Self::Line,
        Self::Account,
        Self::Source,
        Self::Bearing,
        Self::Adjusts,
    ];

    /// What it is called.
    pub const fn name(self, language: Language) -> &'static str {
        let (english, swedish) = match self {
            Self::Month => ("month", "månad"),
            Self::Year => ("year", "år"),
            Self::Municipality => ("municipality", "kommun"),
            Self::Building => ("building", "byggnad"),
            Self::Level => ("level", "plan"),
            Self::Space => ("space", "utrymme"),
            Self::SpaceCategory => ("category of space", "rumstyp"),
            Self::Hub => ("hub", "nod"),
            Self::Organisation => ("organisation", "organisation"),
            Self::Unit => ("unit", "enhet"),
            Self::Line => ("line", "kostnadsslag"),
            Self::Account => ("account", "konto"),
            Self::Source => ("source", "källa"),
            Self::Bearing => ("borne because", "bärs därför att"),
            Self::Adjusts => ("adjusts the closed month", "justerar den stängda månaden"),
        };
        language.of(english, swedish)
    }
}

impl fmt::Display for CostGroup {
    /// As a question names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SpaceCategory => "spaceCategory",
            Self::Bearing => "bearing",
            Self::Adjusts => "adjusts",
            named => named.name(Language::English),
        })
    }
}

impl fmt::Display for Bookkeeping {
    /// As a question names it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Accrual => "accrual",
            Self::Cash => "cash",
        })
    }
}

impl Bearing {
    /// What it is called.
    pub const fn name(self, language: Language) -> &'static str {
        let (english, swedish) = match self {
            Self::Uses => ("uses it", "använder den"),
            Self::Hosts => ("hosts the hub", "är värd för noden"),
            Self::Vacant => ("vacant", "vakant"),
            Self::Closed => ("hub not open", "noden är inte öppen"),
            Self::Released => ("released, rent still due", "lämnad, hyra löper"),
            Self::Sublet => ("sublet", "uthyrd i andra hand"),
            Self::Undivided => ("not divided", "inte fördelad"),
            Self::Pays => ("pays another organisation", "betalar en annan organisation"),
            Self::Receives => ("receives", "får betalt"),
        };
        language.of(english, swedish)
    }
}

impl CostLine {
    /// What it is called.
    pub fn name(self, language: Language) -> String {
        let (english, swedish) = match self {
            Self::Rent => ("rent", "hyra"),
            Self::Index => ("index", "index"),
            Self::Discount => ("discount", "hyresrabatt"),
            Self::Supplement(kind) => return supplement(kind, language).to_owned(),
            Self::RentFreed => {
                ("rent planned to end for what is released", "hyra som ska upphöra för lämnat")
            }
            Self::FitOut => ("fit-out supplement", "hyrestillägg för ombyggnad"),
            Self::FitOutInterest => {
                ("interest on the landlord's fit-out", "ränta på hyresvärdens ombyggnad")
            }
            Self::FitOutRest => ("remaining debt of the fit-out", "restskuld för ombyggnad"),
            Self::Restoration => ("restoration as agreed", "återställning enligt avtal"),
            Self::Running(kind) => return cost(kind, language).to_owned(),
            Self::Once(kind) => {
                let kind = cost(kind, language);
                return format!("{kind}{}", language.of(", once", ", engångs"));
            }
            Self::WrittenOff(kind) => {
                let kind = cost(kind, language);
                return format!("{kind}{}", language.of(", written off", ", avskrivning"));
            }
            Self::WrittenOffAtEnd(kind) => {
                let kind = cost(kind, language);
                return format!(
                    "{kind}{}",
                    language.of(", written off at the end", ", utrangering")
                );
            }
            Self::Interest(kind) => {
                let kind = cost(kind, language);
                return format!("{kind}{}", language.of(", interest", ", ränta"));
            }
            Self::Membership => ("membership of a hub", "medlemskap i nod"),
        };
        language.of(english, swedish).to_owned()
    }
}

/// What is paid to a landlord beside the rent.
const fn supplement(kind: SupplementKind, language: Language) -> &'static str {
    let (english, swedish) = match kind {
        SupplementKind::Heat => ("heat", "värme"),
        SupplementKind::Cooling => ("cooling and ventilation", "kyla och ventilation"),
        SupplementKind::Electricity => ("electricity", "el"),
        SupplementKind::Water => ("water and sewage", "vatten och avlopp"),
        SupplementKind::Waste => ("waste", "avfall"),
        SupplementKind::PropertyTax => ("property tax", "fastighetsskatt"),
        SupplementKind::Media => ("data and telephone", "data och telefoni"),
        SupplementKind::Service => ("services of the landlord", "tjänster från hyresvärden"),
        SupplementKind::Parking => ("parking", "parkering"),
        SupplementKind::Other => ("other supplements", "övriga hyrestillägg"),
    };
    language.of(english, swedish)
}

/// What a recorded cost is for.
const fn cost(kind: CostKind, language: Language) -> &'static str {
    let (english, swedish) = match kind {
        CostKind::Cleaning => ("cleaning", "lokalvård"),
        CostKind::Energy => ("energy and media", "energi och media"),
        CostKind::Operation => ("operation", "fastighetsdrift"),
        CostKind::Maintenance => ("maintenance", "underhåll"),
        CostKind::Insurance => ("insurance", "försäkring"),
        CostKind::PropertyTax => ("property tax of the owner", "ägarens fastighetsskatt"),
        CostKind::Capital => ("capital", "kapitalkostnad"),
        CostKind::FitOut => ("fit-out", "lokalanpassning"),
        CostKind::Security => ("security", "säkerhet"),
        CostKind::Service => ("reception and services", "reception och service"),
        CostKind::Equipment => ("equipment and IT", "inventarier och it"),
        CostKind::Coworking => ("bought co-working seats", "köpta kontorsplatser"),
        CostKind::Conversion => ("conversion", "ombyggnad"),
        CostKind::Moving => ("moving", "flytt"),
        CostKind::Restoration => ("restoration", "återställning"),
        CostKind::Exit => ("exit", "förtida avflyttning"),
        CostKind::OutsideMembers => ("outside members", "externa medlemmar"),
        CostKind::Other => ("other", "övrigt"),
    };
    language.of(english, swedish)
}
