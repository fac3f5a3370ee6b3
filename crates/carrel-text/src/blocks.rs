//! The blocks of a lesson: paragraphs, list items, headings, table rows, figures. Each has a name within the page, so that a
//! search, a mark or a jump can mean it, and its words, so that it can be found.
//!
//! They are counted while the page is made, by the one reader of Markdown there is: what the index says is where the page has it.

/// Raised when blocks are counted or named in another way: whatever was made of the old names is made again.
pub const READING: u32 = 1;

/// A paragraph, list item, heading, table row or figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextBlock {
    /// The fragment of the lesson's page that leads here.
    pub anchor: String,
    pub heading: bool,
    pub text: String,
}

#[derive(Default)]
pub(super) struct Blocks {
    /// A text that is not a lesson has no names.
    named: bool,
    all: Vec<TextBlock>,
}

impl Blocks {
    pub(super) fn named() -> Self {
        Self { named: true, all: Vec::new() }
    }

    /// Begins a block; gives its ` id="…"`.
    pub(super) fn begin(&mut self) -> String {
        if !self.named {
            return String::new();
        }
        let anchor = format!("p{}", self.all.len() + 1);
        let attribute = format!(" id=\"{anchor}\"");
        self.push(anchor, false);
        attribute
    }

    /// A heading has a name of its own.
    pub(super) fn begin_heading(&mut self, id: &str) {
        self.push(id.to_owned(), true);
    }

    fn push(&mut self, anchor: String, heading: bool) {
        self.all.push(TextBlock { anchor, heading, text: String::new() });
    }

    /// Words of the block that was begun last.
    pub(super) fn say(&mut self, words: &str) {
        if let Some(block) = self.all.last_mut() {
            block.text.push_str(words);
        }
    }

    /// Keeps apart what follows from what was said.
    pub(super) fn gap(&mut self) {
        if let Some(block) = self.all.last_mut().filter(|block| !block.text.is_empty() && !block.text.ends_with(' ')) {
            block.text.push(' ');
        }
    }

    /// Those with words.
    pub(super) fn into_text(self) -> Vec<TextBlock> {
        let mut all = self.all;
        all.iter_mut().for_each(|block| block.text = block.text.trim().to_owned());
        all.retain(|block| !block.text.is_empty());
        all
    }
}
