package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShortcutsTest {

    private static final String LONG = "x".repeat(Shortcuts.LONGEST / 3);

    @Test
    void togetherTheyAreBounded() {
        var oldest = quoting("1" + LONG);
        var shortcuts = Shortcuts.NONE
                .with(List.of(oldest))
                .with(List.of(Shortcut.to("2" + LONG)))
                .with(List.of(quoting("3" + LONG)))
                .with(List.of(quoting("4" + LONG)));
        assertThat(shortcuts.find(oldest.key())).isEmpty();

        assertThat(shortcuts.known()).hasSize(3);
    }

    @Test
    void oneThatIsTooLongCountsUntilTheNextButtonsAreShownAndTakesNoRoomFromTheOthers() {
        var brief = Shortcut.to("brief");
        var tooLong = quoting("y".repeat(Shortcuts.LONGEST));
        var shown = Shortcuts.NONE.with(List.of(brief)).with(List.of(tooLong));
        assertThat(shown.find(tooLong.key())).contains(tooLong);

        var next = Shortcut.to("next");
        assertThat(shown.with(List.of(next)).known()).containsExactly(brief, next);
    }

    private static Shortcut quoting(String words) {
        return Shortcut.to("", List.of(new Content.Quote(Content.Quote.Origin.MESSAGE, "Bob", words)));
    }
}
