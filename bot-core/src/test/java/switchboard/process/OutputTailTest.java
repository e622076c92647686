package switchboard.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputTailTest {

    @Test
    void itKeepsTheEndOfWhatCameHoweverItCame() {
        for (var seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var most = 1 + random.nextInt(40_000);
            var tail = new OutputTail(most);
            var all = new StringBuilder();
            for (var i = 0; i < 20; i++) {
                var piece = "abcdefghij".repeat(random.nextInt(1_000)) + i;
                var bytes = piece.getBytes(StandardCharsets.UTF_8);
                tail.add(bytes, bytes.length);
                all.append(piece);
            }

            var kept = Math.min(most, all.length());
            assertThat(tail.text()).as("seed %d", seed).isEqualTo(all.substring(all.length() - kept));
            assertThat(tail.leftOut()).as("seed %d", seed).isEqualTo(all.length() - kept);
        }
    }

    @Test
    void halfACharacterAtTheCutIsLeftOut() {
        var tail = new OutputTail(6);
        var bytes = "ab🙂cd🙂".getBytes(StandardCharsets.UTF_8);
        tail.add(bytes, bytes.length);

        assertThat(tail.text()).isEqualTo("cd🙂");
        var later = new OutputTail(9);
        later.add(bytes, bytes.length);
        assertThat(later.text()).isEqualTo("cd🙂");
    }
}
