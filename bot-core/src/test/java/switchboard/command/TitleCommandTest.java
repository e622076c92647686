package switchboard.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TitleCommandTest {

    private final TestChat chat = new TestChat(Path.of("/srv"));

    @Test
    void aSessionIsNamedShownAndUnnamed() {
        assertThat(chat.give("/title")).isEqualTo("No title yet. Send /title NAME.");
        assertThat(chat.give("/title Front *end*")).isEqualTo("This session is now “Front \\*end\\*”.");
        assertThat(chat.state().session().title()).isEqualTo("Front *end*");
        assertThat(chat.give("/title")).startsWith("This session is “Front \\*end\\*”.");
        chat.give("/title -");
        assertThat(chat.state().session().title()).isNull();
    }

    @Test
    void controlCharactersAndLineBreaksAreTakenOut() {
        chat.give("/title a\u0007b\n\u202ec");

        assertThat(chat.state().session().title()).isEqualTo("ab c");
    }

    @Test
    void sixtyFourCharactersFitAndSixtyFiveDoNot() {
        chat.give("/title " + "😀".repeat(64));
        assertThat(chat.state().session().title()).isEqualTo("😀".repeat(64));
        assertThat(chat.give("/title " + "x".repeat(65)))
                .isEqualTo("A title has at most 64 characters; this one has 65.");
        assertThat(chat.give("/title \u0007")).startsWith("That title has no visible character");
        assertThat(chat.state().session().title()).isEqualTo("😀".repeat(64));
    }
}
