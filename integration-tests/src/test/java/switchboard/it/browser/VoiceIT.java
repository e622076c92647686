package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Voice messages: recorded with a microphone that beeps, and played. */
class VoiceIT extends BrowserJourney {

    /** At least a second; on a busy machine it may be more until the recording ends. */
    private static final Pattern A_SECOND = Pattern.compile("0:(0[1-9]|[1-5]\\d)");

    @BeforeEach
    void plugIn() {
        tab.context().grantPermissions(List.of("microphone"));
    }

    private Locator recording() {
        return tab.page().getByRole(AriaRole.GROUP, new Page.GetByRoleOptions().setName("Recording"));
    }

    private Locator tray() {
        return tab.page()
                .getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Files to send"))
                .getByRole(AriaRole.LISTITEM);
    }

    /** The player of the last voice message. */
    private Locator player() {
        return client.log()
                .getByRole(AriaRole.GROUP, new Locator.GetByRoleOptions().setName("Voice message"))
                .last();
    }

    private void recordsASecond() {
        client.button("Record a voice message").click();
        assertThat(recording().getByRole(AriaRole.TIMER)).hasText(A_SECOND);
    }

    @Test
    void whatIsRecordedIsSentAndCanBePlayedFromAnyPlace() {
        client.startsAChat("Voice");
        recordsASecond();
        assertThat(client.composer()).isHidden();
        client.button("Send the recording").click();

        assertThat(recording()).isHidden();
        assertThat(client.composer()).isFocused();
        var audio = player().locator("audio");
        assertThat(player()).containsText(A_SECOND);
        var play = player().getByRole(AriaRole.BUTTON);
        assertThat(play).hasAccessibleName("Play Voice message");
        play.click();
        assertThat(play).hasAccessibleName("Pause Voice message");
        assertThat(play).hasAccessibleName("Play Voice message"); // it has come to its end
        player().getByRole(AriaRole.SLIDER).fill("500");
        assertThat(audio).hasJSProperty("seeking", false);
        assertThat((Boolean) audio.evaluate("each => each.currentTime > 0.3 && !each.ended"))
                .isTrue();
        assertThat(client.log().locator("audio")).hasCount(1);
    }

    @Test
    void aRecordingIsThrownAwayOrKeptToBeHeardBeforeItIsSent() {
        client.startsAChat("Second thoughts");
        client.composer().fill("half a thought");
        assertThat(client.button("Record a voice message")).isHidden();
        client.composer().fill("");
        recordsASecond();
        client.button("Cancel the recording").click();
        assertThat(recording()).isHidden();
        assertThat(tray()).hasCount(0);
        recordsASecond();
        tab.page().keyboard().press("Escape");
        assertThat(recording()).isHidden();
        assertThat(tray()).hasCount(0);

        recordsASecond();
        client.button("Stop the recording").click();
        assertThat(tray()).containsText(A_SECOND);
        var listen = tray().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Listen"));
        listen.click();
        assertThat(tray().getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Pause")))
                .isVisible();
        assertThat(client.messages()).hasCount(0);
        client.button("Send").click();
        assertThat(player()).isVisible();
        assertThat(tray()).hasCount(0);
    }

    @Test
    void aRecordingBelongsToTheChatInWhichItWasBegun() {
        client.startsAChat("Elsewhere");
        client.startsAChat("Begun here");
        recordsASecond();
        client.goesTo("Elsewhere");
        assertThat(recording()).isHidden();
        assertThat(tray()).hasCount(0);

        client.goesTo("Begun here");

        assertThat(tray()).containsText("Voice message");
    }

    @Test
    void aMicrophoneThatIsBlockedIsSaid() {
        tab.context().clearPermissions();
        client.startsAChat("Blocked");

        client.button("Record a voice message").click();

        assertThat(client.toast(
                        "The microphone is blocked. Allow it in the browser's settings for this page, then try again."))
                .isVisible();
        assertThat(client.composer()).isVisible();
    }
}
