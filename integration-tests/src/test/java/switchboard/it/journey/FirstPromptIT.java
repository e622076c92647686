package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import switchboard.it.anthropic.Script;

class FirstPromptIT extends Journey {

    @Test
    void theFirstPromptInANewChatIsAnsweredInTheDefaultDirectoryAndMakesASessionFile() throws Exception {
        claude.when("hello", Script.say("Hello **Ada**."));
        startBot();
        var chat = chatWith(ada);

        chat.says("hello");

        var answer = chat.awaitMessage("Hello Ada.");
        assertThat(answer.spans("bold")).containsExactly("Ada");
        assertThat(sessions().resolve(ADA + ".json")).exists();
        assertThat(claude.requests().getFirst().workingDirectory())
                .hasToString(work().toRealPath().toString());
    }
}
