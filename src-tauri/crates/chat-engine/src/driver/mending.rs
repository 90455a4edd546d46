//! A running turn asked otherwise: without a parameter, or of somebody else.

use super::{Leg, Run};
use chat_core::request::Param;
use chat_core::turn::What;

impl Leg {
    /// Takes a parameter out of the request, or gives it its other name.
    pub(super) fn leave_out(&mut self, param: Param) {
        // The answer would be kept as one to another question.
        self.books.keep = None;
        if let Some(asked) = self.asked.take() {
            let asked = asked.without(param);
            self.request.body = Some(self.dialect.encode(&asked, &self.plan.upstream));
        }
    }
}

impl Run {
    /// Goes on with another way to ask, on its own account.
    pub(super) fn goes_on_with(&mut self, mut leg: Leg) {
        self.http = super::Http::Idle;
        let earlier = self.job.leg.request.secrets().cloned();
        self.secrets.extend(earlier);
        self.admitted = false;
        leg.books.again = true;
        let (plan, notes) = (Box::new(leg.plan.clone()), std::mem::take(&mut leg.notes));
        self.job.leg = leg;
        self.tell(vec![What::Prepared { plan, notes }]);
    }
}
