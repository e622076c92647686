package switchboard.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;

class TextsTest {

    @Test
    void anArgumentIsPutInAsItIs() {
        assertThat(Texts.of("title.set", "It's {0} 'quoted' {1,choice} O'Brien"))
                .isEqualTo("This session is now “It's {0} 'quoted' {1,choice} O'Brien”.");
    }

    @Test
    void anApostropheOfATextIsAnApostrophe() {
        assertThat(Texts.of("cd.already", "`/srv`")).isEqualTo("You're in `/srv` already.");
        assertThat(Texts.of("trust.refused")).startsWith("Okay, I won't load them.");
    }

    @Test
    void aCountPicksItsWordsAndIsGrouped() {
        assertThat(Texts.of("stop.idleHeld", 0)).isEqualTo("Nothing is running; 0 messages are on hold.");
        assertThat(Texts.of("stop.idleHeld", 1)).isEqualTo("Nothing is running; 1 message is on hold.");
        assertThat(Texts.of("stop.idleHeld", 2)).isEqualTo("Nothing is running; 2 messages are on hold.");
        assertThat(Texts.of("stop.idleHeld", 1000)).isEqualTo("Nothing is running; 1,000 messages are on hold.");
    }

    @Test
    void sentencesStandOneAfterTheOtherWithoutTheEmptyOnes() {
        assertThat(Texts.together("One.", "", "Two.")).isEqualTo("One. Two.");
    }

    @Test
    void aKeyThatIsNotInTheCatalogueIsAFault() {
        assertThatThrownBy(() -> Texts.of("no.such.key")).isInstanceOf(MissingResourceException.class);
    }
}
