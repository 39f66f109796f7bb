//! How hard a text is to read: an English measure.

/// The grade level of Kincaid, Fishburne, Rogers and Chissom (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59.
///
/// Read in one go, since every word of a book comes through here. A syllable is a group of vowels, less a silent `e` at
/// the end of its word.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
pub fn grade(text: &str) -> f64 {
    let (mut sentences, mut count, mut syllables) = (0_usize, 0_usize, 0_usize);
    let mut letters = false;
    let mut word = Word::default();
    for c in text.chars() {
        if c.is_ascii_alphabetic() || c.is_alphabetic() {
            letters = true;
            word.take(c);
        } else if matches!(c, '\'' | '\u{2019}') || c.is_alphanumeric() {
            word.take(c);
        } else {
            let done = std::mem::take(&mut word);
            count += usize::from(done.length > 0);
            syllables += done.syllables();
            if matches!(c, '.' | '!' | '?' | ':' | ';' | '\n') {
                sentences += usize::from(std::mem::take(&mut letters));
            }
        }
    }
    count += usize::from(word.length > 0);
    syllables += word.syllables();
    sentences += usize::from(letters);
    let count = count.max(1) as f64;
    0.39 * count / sentences.max(1) as f64 + 11.8 * syllables as f64 / count - 15.59
}

/// A word that is being read.
#[derive(Default)]
struct Word {
    length: usize,
    groups: usize,
    in_vowels: bool,
    last: [char; 2],
}

impl Word {
    fn take(&mut self, c: char) {
        let c = c.to_ascii_lowercase();
        let vowel = matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
        self.groups += usize::from(vowel && !self.in_vowels);
        self.in_vowels = vowel;
        self.length += 1;
        self.last = [self.last[1], c];
    }

    fn syllables(&self) -> usize {
        if self.length == 0 {
            return 0;
        }
        let silent = self.last[1] == 'e' && self.last[0] != 'l' && self.groups > 1;
        (self.groups - usize::from(silent)).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::grade;

    #[test]
    fn the_grade_follows_from_sentences_words_and_syllables() {
        for (text, sentences, words, syllables) in [
            ("The cat sat on the mat.", 1.0, 6.0, 6.0),
            // A silent e is no syllable, unless it is the only one or stands after an l.
            ("Give the table a name", 1.0, 5.0, 6.0),
            ("Don\u{2019}t hurry: you're early!\n\n42 ...", 2.0, 5.0, 7.0),
            ("", 1.0, 1.0, 0.0),
        ] {
            let wanted = 0.39 * words / sentences + 11.8 * syllables / words - 15.59;
            assert!((grade(text) - wanted).abs() < 1e-9, "{text}: {} instead of {wanted}", grade(text));
        }
    }
}
