package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromptTest {

    @Test
    void theFirstWordsAreThoseOfThePersonAndNotWhatTheyQuote() {
        assertThat(Prompt.brief("> Replying to Bob:\n> it fails\n\nwhy\nthat?", 60))
                .isEqualTo("why that?");
    }

    @Test
    void whatIsAllQuotedIsShownWithoutTheMarks() {
        assertThat(Prompt.brief("> Forwarded from Bob:\n> it fails", 60)).isEqualTo("Forwarded from Bob: it fails");
    }

    @Test
    void aSignInTheMiddleIsNoQuote() {
        assertThat(Prompt.brief("is a > b\n> really?", 60)).isEqualTo("is a > b > really?");
    }
}
