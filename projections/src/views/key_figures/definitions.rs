//! What each key figure means, and in what it is measured, in English and Swedish.

use super::KeyFigureKind;
use crate::Language;

impl KeyFigureKind {
    /// What stands over what, and what counts.
    pub const fn definition(self, language: Language) -> &'static str {
        match self {
            Self::AreaPerEmployee => language.of(
                "Square metres under the named measure over employees. Employees are the headcounts of \
                 the units, added up; a unit that states exactly as many as its direct parts together \
                 has none of its own. Of an organisation the spaces in which something is fixed to its \
                 units count, a space with several organisations in proportion to what is fixed to \
                 each. Of a building the people of a unit count in proportion to its fixed \
                 workstations there. Spaces without an area under the measure are left out, and their \
                 number is shown.",
                "Kvadratmeter enligt det angivna måttet delat med anställda. Anställda är enheternas \
                 antal anställda sammanlagt; en enhet som anger exakt lika många som dess närmaste \
                 delar tillsammans har inga egna. För en organisation räknas de utrymmen där något är \
                 fast för dess enheter, ett utrymme med flera organisationer i proportion till vad som \
                 är fast för var och en. För en byggnad räknas en enhets anställda i proportion till \
                 dess fasta arbetsplatser där. Utrymmen utan area enligt måttet är utelämnade, och \
                 deras antal visas.",
            ),
            Self::PeoplePerWorkstation => language.of(
                "Employees over workstations, counted and assumed: the desk-sharing ratio. Employees \
                 are those of square metres per employee. Of an organisation the workstations that it \
                 owns count.",
                "Anställda delat med arbetsplatser, räknade och antagna: delningstalet. Anställda är \
                 desamma som i kvadratmeter per anställd. För en organisation räknas de arbetsplatser \
                 som den äger.",
            ),
            Self::PresentPerWorkstation => language.of(
                "People present on the busiest weekday, all units together, over workstations, counted \
                 and assumed. Units without recorded attendance are left out, and their number is \
                 shown.",
                "Närvarande den veckodag då flest är på plats, alla enheter tillsammans, delat med \
                 arbetsplatser, räknade och antagna. Enheter utan uppgift om närvaro är utelämnade, \
                 och deras antal visas.",
            ),
            Self::FlexibleShare => language.of(
                "Resources of the kind that are flexible in a hub over all of the kind, fixed, flexible \
                 and vacant.",
                "Resurser av slaget som är flexibla i en nod delat med alla av slaget, fasta, flexibla \
                 och lediga.",
            ),
            Self::VacantShare => language.of(
                "Resources of the kind that are given to nobody over all of the kind, fixed, flexible \
                 and vacant.",
                "Resurser av slaget som inte är upplåtna till någon delat med alla av slaget, fasta, \
                 flexibla och lediga.",
            ),
            Self::Churn => language.of(
                "Moves of workstations carried out from the named date up to and with the date of the \
                 answer, over the workstations on the first of these dates. Of a building or \
                 municipality those moves count whose workstation stood there the day before; as \
                 planned also moves that are approved for the period and not yet done.",
                "Genomförda flyttar av arbetsplatser från det angivna datumet till och med svarets \
                 datum, delat med arbetsplatserna på det första av dessa datum. För en byggnad eller \
                 kommun räknas de flyttar vars arbetsplats stod där dagen före; som planerat även \
                 flyttar som är godkända för perioden men ännu inte genomförda.",
            ),
        }
    }

    /// In what it is measured.
    pub const fn unit(self, language: Language) -> &'static str {
        match self {
            Self::AreaPerEmployee => language.of("m² per employee", "m² per anställd"),
            Self::PeoplePerWorkstation => {
                language.of("employees per workstation", "anställda per arbetsplats")
            }
            Self::PresentPerWorkstation => {
                language.of("people present per workstation", "närvarande per arbetsplats")
            }
            Self::FlexibleShare | Self::VacantShare => {
                language.of("share from 0 to 1", "andel från 0 till 1")
            }
            Self::Churn => language.of("moves per workstation", "flyttar per arbetsplats"),
        }
    }
}
