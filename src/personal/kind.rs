//! A kind of personal data: its names, its label, and how much it matters.

use serde::Deserialize;
use serde::Serialize;

/// What is done about personal data of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// The site is not built.
    Block,
    /// It is reported.
    Warn,
    /// It is let be.
    Allow,
}

impl Level {
    /// Every level with the word authors use for it.
    pub const ALL: [(&'static str, Self); 3] =
        [("block", Self::Block), ("warn", Self::Warn), ("allow", Self::Allow)];
}

/// What tells who somebody is, or where to reach them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// 주민등록번호.
    ResidentNumber,
    /// 외국인등록번호.
    ForeignerNumber,
    /// A number of a credit or debit card.
    CardNumber,
    /// A number of a mobile phone.
    MobilePhone,
    /// A number of a phone in a house or on the internet.
    Phone,
    /// 운전면허번호.
    DriverLicence,
    /// 여권번호.
    PassportNumber,
    /// A number of a bank account.
    BankAccount,
    /// 사업자등록번호.
    BusinessNumber,
    /// An address of e-mail.
    Email,
    /// A street or a plot of land, with its number.
    Address,
    /// The same down to somebody's door: 동 and 호.
    HomeAddress,
    /// A licence plate.
    LicencePlate,
    /// A number of an order in a shop.
    OrderNumber,
    /// A number of a parcel, 송장번호.
    TrackingNumber,
    /// The day somebody was born, beside their name.
    BirthDate,
    /// 연계정보, CI.
    ConnectingInformation,
    /// An address of the internet.
    IpAddress,
    /// Where a picture was taken.
    PicturePlace,
    /// Who made a picture.
    PictureOwner,
    /// Who wrote a document.
    DocumentAuthor,
    /// A document of an office program, which may say anything.
    OfficeDocument,
}

/// What stands in a text in place of personal data, in Korean and in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// In a text in Korean: `[전화번호]`.
    pub korean: &'static str,
    /// In any other text: `[phone number]`.
    pub english: &'static str,
}

impl Label {
    const fn new(korean: &'static str, english: &'static str) -> Self {
        Self { korean, english }
    }

    /// The label for a text in `language`, a BCP 47 tag.
    pub fn in_language(self, language: &str) -> &'static str {
        if language.split('-').next() == Some("ko") { self.korean } else { self.english }
    }
}

/// What is told of a kind; each field under the method of its name.
struct Facts {
    name: &'static str,
    code: &'static str,
    noun: &'static str,
    label: Label,
    default_level: Level,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 22] = [
        Self::ResidentNumber,
        Self::ForeignerNumber,
        Self::CardNumber,
        Self::MobilePhone,
        Self::Phone,
        Self::DriverLicence,
        Self::PassportNumber,
        Self::BankAccount,
        Self::BusinessNumber,
        Self::Email,
        Self::Address,
        Self::HomeAddress,
        Self::LicencePlate,
        Self::OrderNumber,
        Self::TrackingNumber,
        Self::BirthDate,
        Self::ConnectingInformation,
        Self::IpAddress,
        Self::PicturePlace,
        Self::PictureOwner,
        Self::DocumentAuthor,
        Self::OfficeDocument,
    ];

    /// The name that authors use for it.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The code of the diagnostic about it.
    pub fn code(self) -> &'static str {
        self.facts().code
    }

    /// What a message calls it.
    pub fn noun(self) -> &'static str {
        self.facts().noun
    }

    /// Whether a whole file says it rather than a place in a text.
    pub fn is_of_files(self) -> bool {
        matches!(self, Self::PicturePlace | Self::PictureOwner | Self::DocumentAuthor | Self::OfficeDocument)
    }

    /// Whether its shape alone says what it is, so that a word beside it can only
    /// say that it is something else.
    pub fn is_told_by_shape(self) -> bool {
        matches!(
            self,
            Self::ResidentNumber | Self::ForeignerNumber | Self::CardNumber | Self::MobilePhone | Self::Email
        )
    }

    /// Whether it is one word, of which any number in it is a part:
    /// 01012345678@naver.com.
    pub fn is_one_word(self) -> bool {
        matches!(self, Self::Email | Self::ConnectingInformation)
    }

    /// What takes its place in a text.
    pub const fn label(self) -> Label {
        self.facts().label
    }

    /// What is done about it where `site.yaml` says nothing.
    ///
    /// What names one person or opens their account is blocked, and what may say
    /// anything unseen; what a business or an office has as well is warned of.
    pub fn default_level(self) -> Level {
        self.facts().default_level
    }

    /// All that is told of it: whoever adds a kind writes it here, and names the
    /// kind in [`Kind::ALL`].
    const fn facts(self) -> Facts {
        match self {
            Self::ResidentNumber => Facts {
                name: "resident_number",
                code: "personal-resident-number",
                noun: "a resident registration number",
                label: Label::new("[주민등록번호]", "[resident registration number]"),
                default_level: Level::Block,
            },
            Self::ForeignerNumber => Facts {
                name: "foreigner_number",
                code: "personal-foreigner-number",
                noun: "a foreigner registration number",
                label: Label::new("[외국인등록번호]", "[foreigner registration number]"),
                default_level: Level::Block,
            },
            Self::CardNumber => Facts {
                name: "card_number",
                code: "personal-card-number",
                noun: "a card number",
                label: Label::new("[카드번호]", "[card number]"),
                default_level: Level::Block,
            },
            Self::MobilePhone => Facts {
                name: "mobile_phone",
                code: "personal-mobile-phone",
                noun: "a mobile phone number",
                label: Label::new("[전화번호]", "[phone number]"),
                default_level: Level::Block,
            },
            Self::Phone => Facts {
                name: "phone",
                code: "personal-phone",
                noun: "a phone number",
                label: Label::new("[전화번호]", "[phone number]"),
                default_level: Level::Warn,
            },
            Self::DriverLicence => Facts {
                name: "driver_licence",
                code: "personal-driver-licence",
                noun: "a driver's licence number",
                label: Label::new("[운전면허번호]", "[driving licence number]"),
                default_level: Level::Block,
            },
            Self::PassportNumber => Facts {
                name: "passport_number",
                code: "personal-passport-number",
                noun: "a passport number",
                label: Label::new("[여권번호]", "[passport number]"),
                default_level: Level::Block,
            },
            Self::BankAccount => Facts {
                name: "bank_account",
                code: "personal-bank-account",
                noun: "a bank account number",
                label: Label::new("[계좌번호]", "[account number]"),
                default_level: Level::Block,
            },
            Self::BusinessNumber => Facts {
                name: "business_number",
                code: "personal-business-number",
                noun: "a business registration number",
                label: Label::new("[사업자등록번호]", "[business registration number]"),
                default_level: Level::Warn,
            },
            Self::Email => Facts {
                name: "email",
                code: "personal-email",
                noun: "an e-mail address",
                label: Label::new("[이메일]", "[e-mail address]"),
                default_level: Level::Warn,
            },
            Self::Address => Facts {
                name: "address",
                code: "personal-address",
                noun: "a street address",
                label: Label::new("[주소]", "[address]"),
                default_level: Level::Warn,
            },
            Self::HomeAddress => Facts {
                name: "home_address",
                code: "personal-home-address",
                noun: "a home address",
                label: Label::new("[주소]", "[address]"),
                default_level: Level::Block,
            },
            Self::LicencePlate => Facts {
                name: "licence_plate",
                code: "personal-licence-plate",
                noun: "a licence plate",
                label: Label::new("[차량번호]", "[licence plate]"),
                default_level: Level::Warn,
            },
            Self::OrderNumber => Facts {
                name: "order_number",
                code: "personal-order-number",
                noun: "an order number",
                label: Label::new("[주문번호]", "[order number]"),
                default_level: Level::Warn,
            },
            Self::TrackingNumber => Facts {
                name: "tracking_number",
                code: "personal-tracking-number",
                noun: "a tracking number",
                label: Label::new("[송장번호]", "[tracking number]"),
                default_level: Level::Warn,
            },
            Self::BirthDate => Facts {
                name: "birth_date",
                code: "personal-birth-date",
                noun: "a birth date beside a name",
                label: Label::new("[생년월일]", "[birth date]"),
                default_level: Level::Warn,
            },
            Self::ConnectingInformation => Facts {
                name: "connecting_information",
                code: "personal-connecting-information",
                noun: "connecting information (CI)",
                label: Label::new("[연계정보]", "[connecting information]"),
                default_level: Level::Warn,
            },
            Self::IpAddress => Facts {
                name: "ip_address",
                code: "personal-ip-address",
                noun: "an IP address",
                label: Label::new("[IP 주소]", "[IP address]"),
                default_level: Level::Warn,
            },
            Self::PicturePlace => Facts {
                name: "picture_place",
                code: "personal-picture-place",
                noun: "the place where this picture was taken",
                label: Label::new("[주소]", "[address]"),
                default_level: Level::Block,
            },
            Self::PictureOwner => Facts {
                name: "picture_owner",
                code: "personal-picture-owner",
                noun: "the name of who made this picture",
                label: Label::new("[이름]", "[name]"),
                default_level: Level::Warn,
            },
            Self::DocumentAuthor => Facts {
                name: "document_author",
                code: "personal-document-author",
                noun: "the name of who wrote this document",
                label: Label::new("[이름]", "[name]"),
                default_level: Level::Warn,
            },
            Self::OfficeDocument => Facts {
                name: "office_document",
                code: "personal-office-document",
                noun: "an office document that is not searched",
                label: Label::new("[문서]", "[document]"),
                default_level: Level::Block,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_codes_are_one_word_in_two_spellings() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.name()), Some(kind));
            assert_eq!(kind.code(), format!("personal-{}", kind.name().replace('_', "-")));
        }
    }

    #[test]
    fn a_label_speaks_the_language_of_its_text() {
        let label = Kind::Phone.label();
        assert_eq!(label.in_language("ko-KR"), "[전화번호]");
        assert_eq!(label.in_language("en"), "[phone number]");
        assert_eq!(label.in_language("kok"), "[phone number]");
    }
}
