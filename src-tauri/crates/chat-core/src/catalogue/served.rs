//! What the model that served is listed for: the asked one's price holds only for itself.

use super::name::Name;
use super::{Catalogue, Price};

/// Whether two ids name the same model, however they are spelled: dates, dashes and creators tell
/// none apart.
fn is_same(one: &str, other: &str) -> bool {
    one == other || Name::of(one).released_key == Name::of(other).released_key
}

/// The price of an answer: that of the model `asked`, unless the answer reports that another one
/// `served`; then that one's, as the `list` has it, else none.
pub fn price_of<'a>(
    (asked, price): (&str, Option<&'a Price>),
    served: Option<&str>,
    list: &'a Catalogue,
) -> Option<&'a Price> {
    let Some(served) = served.filter(|served| !is_same(asked, served)) else {
        return price;
    };
    let listed = list.find(served).or_else(|| {
        let alike = |id: &str| is_same(id, served);
        list.models().iter().find(|model| alike(&model.id))
    });
    listed.and_then(|model| model.price.as_ref())
}
