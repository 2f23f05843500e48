//! The answer for one complete configuration on one day: category, 22 layers, duties.

use time::Date;

use crate::catalog::{
    Catalog, CategoryClaim, CategoryId, CategoryRule, Claim, Configuration, Duty, Service, Verify,
    is_current,
};

/// Who holds what in one configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer<'c> {
    pub category: CategoryId,
    /// Why it is this category, where the configuration decides it.
    pub category_claim: Option<&'c CategoryClaim>,
    /// Every layer once, in the catalog's order.
    pub layers: Vec<LayerAnswer<'c>>,
    /// The service's own duties, then those of its traits.
    pub duties: Vec<DutyAnswer<'c>>,
}

/// Who holds a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayerAnswer<'c> {
    pub layer: &'c str,
    pub claim: &'c Claim,
}

/// A duty of the team in this configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyAnswer<'c> {
    /// `service/slug`.
    pub id: String,
    pub duty: &'c Duty,
    /// The duty's own ways to verify it and those the service adds to a trait's.
    pub verify: Verify,
}

/// Answers for a complete configuration.
pub fn answer<'c>(
    catalog: &'c Catalog,
    service: &'c Service,
    configuration: &Configuration,
    date: Date,
) -> Answer<'c> {
    let (category, category_claim) = category(&service.category, configuration);
    let defaults = &catalog.category(category).layers;
    let layers = catalog.layers().iter().filter_map(|layer| {
        let own = service.layers.get(&layer.id);
        let claim = own.and_then(|claims| choose(claims, configuration, date));
        let default = || choose(defaults.get(&layer.id)?, configuration, date);
        let claim = claim.or_else(default)?;
        Some(LayerAnswer {
            layer: &layer.id,
            claim,
        })
    });
    Answer {
        category,
        category_claim,
        layers: layers.collect(),
        duties: duties(catalog, service, configuration, date),
    }
}

/// The entry whose condition holds, else the one without a condition.
fn category<'c>(
    rule: &'c CategoryRule,
    configuration: &Configuration,
) -> (CategoryId, Option<&'c CategoryClaim>) {
    let claims = match rule {
        CategoryRule::Always(id) => return (*id, None),
        CategoryRule::By(claims) => claims,
    };
    let matching = claims
        .iter()
        .find(|claim| !claim.when.is_always() && claim.when.holds(configuration));
    let base = || claims.iter().find(|claim| claim.when.is_always());
    match matching.or_else(base) {
        Some(claim) => (claim.is, Some(claim)),
        // Lint forbids it; the category that leaves most with the team is the safe answer.
        None => (CategoryId::Infrastructure, None),
    }
}

/// The claim whose condition holds, else the base; of claims limited in time, the one of the day.
fn choose<'c>(claims: &'c [Claim], configuration: &Configuration, date: Date) -> Option<&'c Claim> {
    let current = || {
        claims
            .iter()
            .filter(|claim| is_current(claim.from, claim.until, date))
    };
    current()
        .find(|claim| !claim.when.is_always() && claim.when.holds(configuration))
        .or_else(|| current().find(|claim| claim.when.is_always()))
}

fn duties<'c>(
    catalog: &'c Catalog,
    service: &'c Service,
    configuration: &Configuration,
    date: Date,
) -> Vec<DutyAnswer<'c>> {
    let applies =
        |duty: &Duty| duty.when.holds(configuration) && is_current(duty.from, duty.until, date);
    let mut duties = Vec::new();
    for duty in service.duties.iter().filter(|duty| applies(duty)) {
        duties.push(DutyAnswer {
            id: format!("{}/{}", service.id, duty.id),
            duty,
            verify: duty.verify.clone(),
        });
    }
    for taken in service
        .traits
        .iter()
        .filter(|taken| taken.when.holds(configuration))
    {
        let Some(found) = catalog.trait_named(&taken.id) else {
            continue;
        };
        for duty in found.duties.iter().filter(|duty| applies(duty)) {
            let mut verify = duty.verify.clone();
            if let Some(more) = taken.verify.get(&duty.id) {
                add(&mut verify, more);
            }
            let id = format!("{}/{}", service.id, duty.id);
            duties.push(DutyAnswer { id, duty, verify });
        }
    }
    // Duties read in the order of the stack, as the layers do.
    let place = |duty: &DutyAnswer<'_>| {
        catalog
            .layers()
            .iter()
            .position(|layer| layer.id == duty.duty.layer)
    };
    duties.sort_by_key(place);
    duties
}

fn put_first(list: &mut Vec<String>, more: &[String]) {
    list.retain(|known| !more.contains(known));
    list.splice(0..0, more.iter().cloned());
}

/// What a service adds comes first: it is the closer proof.
fn add(verify: &mut Verify, more: &Verify) {
    put_first(&mut verify.security_hub, &more.security_hub);
    put_first(&mut verify.config, &more.config);
    verify.cli = more.cli.clone().or(verify.cli.take());
    verify.by_hand = more.by_hand.clone().or(verify.by_hand.take());
}
