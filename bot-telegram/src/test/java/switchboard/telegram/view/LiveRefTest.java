package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveRefTest {

    @Test
    void itComesBackFromItsWord() {
        var frozen = LiveRef.NONE.frozenTo("what stands above");

        var waiting = LiveRef.NONE.noticedAt(Optional.of(76));

        for (var ref : new LiveRef[] {waiting, LiveRef.NONE.at(Optional.of(77)), frozen, frozen.at(Optional.of(78))}) {
            assertThat(LiveRef.parse(ref.word())).isEqualTo(ref);
        }
        assertThat(LiveRef.NONE.word()).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-", "abc", "w", "x77", "77@", "77@3", "-1", "77@3#99999999999", "99999999999"})
    void whatIsNoWordIsNone(String word) {
        assertThat(LiveRef.parse(word)).isEqualTo(LiveRef.NONE);
    }

    @Test
    void theRestIsWhatIsNotAbove() {
        var ref = LiveRef.NONE.frozenTo("One.");

        assertThat(ref.rest("One.\n\nTwo.")).isEqualTo("Two.");
        assertThat(ref.rest("One.")).isEmpty();
        assertThat(LiveRef.NONE.rest("One.")).isEqualTo("One.");
    }

    @Test
    void anotherTextThanWasFrozenIsShownWhole() {
        var ref = LiveRef.NONE.frozenTo("One.");

        assertThat(ref.rest("Two. And more.")).isEqualTo("Two. And more.");
        assertThat(ref.rest("On")).isEqualTo("On");
    }

    @Test
    void theIndentOfACodeBlockThatGoesOnStays() {
        assertThat(LiveRef.NONE.frozenTo("One.").rest("One.\n\n    code")).isEqualTo("    code");
    }
}
