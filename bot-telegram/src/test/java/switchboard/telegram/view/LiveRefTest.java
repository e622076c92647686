package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveRefTest {

    @Test
    void itComesBackFromItsWord() {
        var frozen = LiveRef.NONE.under("what stands above");

        var waiting = LiveRef.NONE.noticedAt(Optional.of(76));

        for (var ref : List.of(
                waiting,
                LiveRef.NONE.at(Optional.of(77)),
                frozen,
                frozen.at(Optional.of(78)),
                frozen.under("and more"))) {
            assertThat(LiveRef.parse(ref.word())).isEqualTo(ref);
        }
        assertThat(LiveRef.NONE.word()).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-", "abc", "w", "x77", "77@", "77@3", "-1", "77@3#99999999999", "99999999999"})
    void aWordThatCannotBeReadIsNoReference(String word) {
        assertThat(LiveRef.parse(word)).isEqualTo(LiveRef.NONE);
    }

    @Test
    void theRestIsWhatIsNotAbove() {
        var ref = LiveRef.NONE.under("One.");

        assertThat(ref.rest("One.\n\nTwo.")).isEqualTo("Two.");
        assertThat(ref.rest("One.")).isEmpty();
        assertThat(LiveRef.NONE.rest("One.")).isEqualTo("One.");
    }

    @Test
    void anotherTextThanWasFrozenIsShownWhole() {
        var ref = LiveRef.NONE.under("One.");

        assertThat(ref.rest("Two. And more.")).isEqualTo("Two. And more.");
        assertThat(ref.rest("On")).isEqualTo("On");
    }

    @Test
    void whatWasSaidAgainAfterACrashIsAboveOnce() {
        var saidAnew = LiveRef.NONE.under("One.").under("One.\n\nTwo.");
        var goneOn = LiveRef.NONE.under("One.").under("Two.");
        var begunAnew = LiveRef.NONE.under("Lost.").under("One.");

        assertThat(saidAnew.rest("One.\n\nTwo.\n\nThree.")).isEqualTo("Three.");
        assertThat(saidAnew.rest("One.\n\nThree.")).isEqualTo("Three.");
        assertThat(goneOn.rest("One.\n\nTwo.\n\nThree.")).isEqualTo("Three.");
        assertThat(begunAnew.rest("One.\n\nThree.")).isEqualTo("Three.");
    }

    @Test
    void aTextThatOnlyBeginsLikeOneAboveIsShown() {
        assertThat(LiveRef.NONE.under("One").rest("One more thing.")).isEqualTo("One more thing.");
    }

    @Test
    void whatIsSaidOnceMoreIsNotTakenForWhatIsAbove() {
        assertThat(LiveRef.NONE.under("Checking.").rest("Checking.\n\nChecking.\n\nDone."))
                .isEqualTo("Checking.\n\nDone.");
    }

    @Test
    void theIndentOfACodeBlockThatGoesOnStays() {
        assertThat(LiveRef.NONE.under("One.").rest("One.\n\n    code")).isEqualTo("    code");
    }
}
