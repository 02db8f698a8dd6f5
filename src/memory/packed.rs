//! A value as it lies in the store, until somebody wants it.

use std::marker::PhantomData;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use serde::de::DeserializeOwned;

/// The bytes of a value, in the form of postcard. They are one piece, where the
/// value may be many.
#[derive(Clone, Debug)]
pub struct Packed<T> {
    bytes: Vec<u8>,
    of: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> Packed<T> {
    /// Packs a value.
    pub fn new(value: &T) -> Self {
        Self { bytes: postcard::to_stdvec(value).unwrap_or_default(), of: PhantomData }
    }

    /// The value; none where the bytes are of another.
    pub fn unpack(&self) -> Option<T> {
        postcard::from_bytes(&self.bytes).ok()
    }
}

impl<T> Serialize for Packed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(&self.bytes)
    }
}

impl<'de, T> Deserialize<'de> for Packed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(deserializer).map(|bytes| Self { bytes: bytes.to_vec(), of: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_also_by_way_of_the_store() {
        let value = vec![("왜".to_owned(), 1), (String::new(), 300)];
        let packed = Packed::new(&value);
        assert_eq!(packed.unpack().as_ref(), Some(&value));
        let bytes = postcard::to_stdvec(&packed).unwrap();
        assert_eq!(postcard::from_bytes::<Packed<Vec<(String, i32)>>>(&bytes).unwrap().unpack(), Some(value));
    }

    #[test]
    fn half_of_its_bytes_are_no_value() {
        let mut packed = Packed::new(&vec!["왜".to_owned(), "그런가요".to_owned()]);
        packed.bytes.pop();
        assert_eq!(packed.unpack(), None);
    }
}
