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
    /// The label for a text in `language`, a BCP 47 tag.
    pub fn in_language(self, language: &str) -> &'static str {
        if language.split('-').next() == Some("ko") { self.korean } else { self.english }
    }
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
        match self {
            Self::ResidentNumber => "resident_number",
            Self::ForeignerNumber => "foreigner_number",
            Self::CardNumber => "card_number",
            Self::MobilePhone => "mobile_phone",
            Self::Phone => "phone",
            Self::DriverLicence => "driver_licence",
            Self::PassportNumber => "passport_number",
            Self::BankAccount => "bank_account",
            Self::BusinessNumber => "business_number",
            Self::Email => "email",
            Self::Address => "address",
            Self::HomeAddress => "home_address",
            Self::LicencePlate => "licence_plate",
            Self::OrderNumber => "order_number",
            Self::TrackingNumber => "tracking_number",
            Self::BirthDate => "birth_date",
            Self::ConnectingInformation => "connecting_information",
            Self::IpAddress => "ip_address",
            Self::PicturePlace => "picture_place",
            Self::PictureOwner => "picture_owner",
            Self::DocumentAuthor => "document_author",
            Self::OfficeDocument => "office_document",
        }
    }

    /// The kind with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The code of the diagnostic about it.
    pub fn code(self) -> &'static str {
        match self {
            Self::ResidentNumber => "personal-resident-number",
            Self::ForeignerNumber => "personal-foreigner-number",
            Self::CardNumber => "personal-card-number",
            Self::MobilePhone => "personal-mobile-phone",
            Self::Phone => "personal-phone",
            Self::DriverLicence => "personal-driver-licence",
            Self::PassportNumber => "personal-passport-number",
            Self::BankAccount => "personal-bank-account",
            Self::BusinessNumber => "personal-business-number",
            Self::Email => "personal-email",
            Self::Address => "personal-address",
            Self::HomeAddress => "personal-home-address",
            Self::LicencePlate => "personal-licence-plate",
            Self::OrderNumber => "personal-order-number",
            Self::TrackingNumber => "personal-tracking-number",
            Self::BirthDate => "personal-birth-date",
            Self::ConnectingInformation => "personal-connecting-information",
            Self::IpAddress => "personal-ip-address",
            Self::PicturePlace => "personal-picture-place",
            Self::PictureOwner => "personal-picture-owner",
            Self::DocumentAuthor => "personal-document-author",
            Self::OfficeDocument => "personal-office-document",
        }
    }

    /// What a message calls it.
    pub fn noun(self) -> &'static str {
        match self {
            Self::ResidentNumber => "a resident registration number",
            Self::ForeignerNumber => "a foreigner registration number",
            Self::CardNumber => "a card number",
            Self::MobilePhone => "a mobile phone number",
            Self::Phone => "a phone number",
            Self::DriverLicence => "a driver's licence number",
            Self::PassportNumber => "a passport number",
            Self::BankAccount => "a bank account number",
            Self::BusinessNumber => "a business registration number",
            Self::Email => "an e-mail address",
            Self::Address => "a street address",
            Self::HomeAddress => "a home address",
            Self::LicencePlate => "a licence plate",
            Self::OrderNumber => "an order number",
            Self::TrackingNumber => "a tracking number",
            Self::BirthDate => "a birth date beside a name",
            Self::ConnectingInformation => "connecting information (CI)",
            Self::IpAddress => "an IP address",
            Self::PicturePlace => "the place where this picture was taken",
            Self::PictureOwner => "the name of who made this picture",
            Self::DocumentAuthor => "the name of who wrote this document",
            Self::OfficeDocument => "an office document, whose text is not looked at,",
        }
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
        let (korean, english) = match self {
            Self::ResidentNumber => ("[주민등록번호]", "[resident registration number]"),
            Self::ForeignerNumber => ("[외국인등록번호]", "[foreigner registration number]"),
            Self::CardNumber => ("[카드번호]", "[card number]"),
            Self::MobilePhone | Self::Phone => ("[전화번호]", "[phone number]"),
            Self::DriverLicence => ("[운전면허번호]", "[driving licence number]"),
            Self::PassportNumber => ("[여권번호]", "[passport number]"),
            Self::BankAccount => ("[계좌번호]", "[account number]"),
            Self::BusinessNumber => ("[사업자등록번호]", "[business registration number]"),
            Self::Email => ("[이메일]", "[e-mail address]"),
            Self::Address | Self::HomeAddress | Self::PicturePlace => ("[주소]", "[address]"),
            Self::LicencePlate => ("[차량번호]", "[licence plate]"),
            Self::OrderNumber => ("[주문번호]", "[order number]"),
            Self::TrackingNumber => ("[송장번호]", "[tracking number]"),
            Self::BirthDate => ("[생년월일]", "[birth date]"),
            Self::ConnectingInformation => ("[연계정보]", "[connecting information]"),
            Self::IpAddress => ("[IP 주소]", "[IP address]"),
            Self::PictureOwner | Self::DocumentAuthor => ("[이름]", "[name]"),
            Self::OfficeDocument => ("[문서]", "[document]"),
        };
        Label { korean, english }
    }

    /// What is done about it where `site.yaml` says nothing.
    ///
    /// What names one person or opens their account is blocked, and what may say
    /// anything unseen; what a business or an office has as well is warned of.
    pub fn default_level(self) -> Level {
        match self {
            Self::Phone
            | Self::BusinessNumber
            | Self::Email
            | Self::Address
            | Self::LicencePlate
            | Self::OrderNumber
            | Self::TrackingNumber
            | Self::BirthDate
            | Self::ConnectingInformation
            | Self::IpAddress
            | Self::PictureOwner
            | Self::DocumentAuthor => Level::Warn,
            _ => Level::Block,
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
