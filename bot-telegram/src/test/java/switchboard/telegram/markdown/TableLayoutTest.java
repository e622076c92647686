package switchboard.telegram.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableLayoutTest {

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(TableLayout.columns(
                        List.of(List.of("a", "n"), List.of("bb", "1"), List.of("", "10")), List.of(false, true)))
                .contains("a  |  n\n---+---\nbb |  1\n   | 10");
    }

    @Test
    void aTableOfFortyTwoColumnsIsTheWidest() {
        String cell = "x".repeat(TableLayout.MAX_WIDTH);

        assertThat(TableLayout.columns(List.of(List.of(cell)), List.of(false))).isPresent();
        assertThat(TableLayout.columns(List.of(List.of(cell + "x")), List.of(false)))
                .isEmpty();
        assertThat(TableLayout.columns(List.of(List.of("界".repeat(22))), List.of(false)))
                .isEmpty();
    }
}
