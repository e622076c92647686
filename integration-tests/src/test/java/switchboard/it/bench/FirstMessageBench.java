package switchboard.it.bench;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The first message of a chat, which starts its process: a new chat and a new bare CLI for each turn, one at a time. */
class FirstMessageBench extends Testbed {

    private static final int WARM_UP = 10;
    private static final int MEASURED = 40;

    @Test
    void theFirstMessageTakesLittleLongerThanTheStartOfTheCli() throws Exception {
        settings.put("CLAUDE_IDLE_PROCESS_MS", "50");
        startBot();
        var comparison = new Comparison();
        for (var i = 0; i < WARM_UP + MEASURED; i++) {
            var byBot = botTurn(newChat());
            awaitHibernation();
            var byItself = bareStart();
            if (i >= WARM_UP) {
                comparison.bot(byBot);
                comparison.bare(byItself);
            }
        }
        comparison.print(titled("The first message of a chat"), "at most 150");
    }

    private Turn bareStart() throws IOException, InterruptedException {
        var asked = nextPrompt();
        try (var claude = newBareClaude()) {
            claude.say(asked.prompt());
            return await(claude, asked);
        }
    }
}
