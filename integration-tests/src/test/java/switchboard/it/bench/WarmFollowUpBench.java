package switchboard.it.bench;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import switchboard.it.telegram.Chat;

/**
 * A follow-up in a chat whose process lives. The turns go round over several chats and as many bare CLIs, so that no chat's
 * pace (three messages, then one a second) is in the figure.
 */
class WarmFollowUpBench extends Testbed {

    private static final int CHATS = 6;
    private static final int WARM_UP = 10;
    private static final int ROUNDS = 10;

    @Test
    void aFollowUpTakesLittleLongerThanTheCliItself() throws Exception {
        startBot();
        var chats = new ArrayList<Chat>();
        var bare = new ArrayList<BareClaude>();
        for (var i = 0; i < CHATS; i++) {
            chats.add(newChat());
            bare.add(newBareClaude());
        }
        var comparison = new Comparison();
        for (var round = 0; round < 1 + WARM_UP + ROUNDS; round++) {
            var counts = round > WARM_UP;
            for (var i = 0; i < CHATS; i++) {
                var byBot = botTurn(chats.get(i));
                var byItself = bareTurn(bare.get(i));
                if (counts) {
                    comparison.bot(byBot);
                    comparison.bare(byItself);
                }
            }
        }
        bare.forEach(BareClaude::close);
        comparison.print(titled("A follow-up in a warm chat"), "at most 60");
    }
}
