package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiveMessageStateTest {

    @Test
    void itComesBackFromItsWord() {
        var frozen = LiveMessageState.NONE.under("what stands above");

        var waiting = LiveMessageState.NONE.noticedAt(Optional.of(76));

        for (var ref : List.of(
                waiting,
                LiveMessageState.NONE.at(Optional.of(77)),
                frozen,
                frozen.at(Optional.of(78)),
                frozen.under("and more"))) {
            assertThat(LiveMessageState.parse(ref.word())).isEqualTo(ref);
        }
        assertThat(LiveMessageState.NONE.word()).isNull();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "-", "abc", "w", "x77", "77@", "77@3", "-1", "77@3#99999999999", "99999999999"})
    void aWordThatCannotBeReadIsNoReference(String word) {
        assertThat(LiveMessageState.parse(word)).isEqualTo(LiveMessageState.NONE);
    }

    @Test
    void theRestIsWhatIsNotAbove() {
        var ref = LiveMessageState.NONE.under("One.");

        assertThat(ref.rest("One.\n\nTwo.")).isEqualTo("Two.");
        assertThat(ref.rest("One.")).isEmpty();
        assertThat(LiveMessageState.NONE.rest("One.")).isEqualTo("One.");
    }

    @Test
    void anotherTextThanWasFrozenIsShownWhole() {
        var ref = LiveMessageState.NONE.under("One.");

        assertThat(ref.rest("Two. And more.")).isEqualTo("Two. And more.");
        assertThat(ref.rest("On")).isEqualTo("On");
    }

    @Test
    void whatWasSaidAgainAfterACrashIsAboveOnce() {
        var saidAnew = LiveMessageState.NONE.under("One.").under("One.\n\nTwo.");
        var goneOn = LiveMessageState.NONE.under("One.").under("Two.");
        var begunAnew = LiveMessageState.NONE.under("Lost.").under("One.");

        assertThat(saidAnew.rest("One.\n\nTwo.\n\nThree.")).isEqualTo("Three.");
        assertThat(saidAnew.rest("One.\n\nThree.")).isEqualTo("Three.");
        assertThat(goneOn.rest("One.\n\nTwo.\n\nThree.")).isEqualTo("Three.");
        assertThat(begunAnew.rest("One.\n\nThree.")).isEqualTo("Three.");
    }

    @Test
    void aTextThatOnlyBeginsLikeOneAboveIsShown() {
        assertThat(LiveMessageState.NONE.under("One").rest("One more thing.")).isEqualTo("One more thing.");
    }

    @Test
    void whatIsSaidOnceMoreIsNotTakenForWhatIsAbove() {
        assertThat(LiveMessageState.NONE.under("Checking.").rest("Checking.\n\nChecking.\n\nDone."))
                .isEqualTo("Checking.\n\nDone.");
    }

    @Test
    void theIndentOfACodeBlockThatGoesOnStays() {
        assertThat(LiveMessageState.NONE.under("One.").rest("One.\n\n    code")).isEqualTo("    code");
    }
}
