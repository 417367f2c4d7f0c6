//! The places of the bits of a mask: what is found many at a time is then looked at one by one.

/// Writes `base` plus the number of each bit of `bits` to `places`, from `count` on, and adds to `count`
/// how many there are. More is written behind them: `FIRST` places at least are written, whether they are
/// there or not, then `LATER` at a time, for a loop that ends after eight bits here and nine there costs
/// more than a few bits too many. What finds no room is not written.
#[inline]
pub fn write_places<const FIRST: usize, const LATER: usize>(
    mut bits: u64,
    base: u32,
    places: &mut [u32],
    count: &mut usize,
) {
    let mut at = *count;
    *count += bits.count_ones() as usize;
    let mut next = || {
        // The highest bit stands for those that are not there.
        let place = base + (bits | 1 << 63).trailing_zeros();
        bits &= bits.wrapping_sub(1);
        place
    };
    if let Some(first) = places.get_mut(at..).and_then(<[u32]>::first_chunk_mut::<FIRST>) {
        first.fill_with(&mut next);
        at += FIRST;
    }
    while at < *count
        && let Some(later) = places.get_mut(at..).and_then(<[u32]>::first_chunk_mut::<LATER>)
    {
        later.fill_with(&mut next);
        at += LATER;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bit_has_its_place() {
        for bits in [0, 1, 1 << 63, 0x8421, u64::MAX, u64::MAX >> 1, 0xAAAA_5555_0F0F_3333] {
            let mut places = [7; 3 + 64 + 4];
            let mut count = 3;
            write_places::<6, 4>(bits, 1000, &mut places, &mut count);
            let wanted = (0..64).filter(|bit| bits >> bit & 1 == 1).map(|bit| 1000 + bit);
            assert!(places[3..count].iter().copied().eq(wanted), "{bits:b}");
            assert_eq!(places[..3], [7; 3]);
        }
    }
}
