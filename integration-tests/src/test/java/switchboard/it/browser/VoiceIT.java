package switchboard.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import java.util.Arrays;
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

    /** A browser that asks whether the page may listen, until the answer is given by {@code answer}. */
    private static final String ASK_FIRST = """
            () => {
              const listen = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
              window.streams = [];
              navigator.mediaDevices.getUserMedia = async wanted => {
                await new Promise(resolve => (window.answer = resolve));
                const stream = await listen(wanted);
                streams.push(stream);
                return stream;
              };
            }""";

    private static final String LISTENING =
            "() => streams.flatMap(stream => stream.getTracks()).filter(track => track.readyState === 'live').length";

    @Test
    void whoLeavesTheChatWhileTheBrowserAsksForTheMicrophoneRecordsNothing() {
        client.startsAChat("Another one");
        client.startsAChat("Asked here");
        tab.page().evaluate(ASK_FIRST);
        client.button("Record a voice message").click();
        client.goesTo("Another one");
        tab.page().evaluate("() => answer()");
        tab.page().waitForCondition(() -> (int) tab.page().evaluate("() => streams.length") == 1);

        assertThat(tab.page().evaluate(LISTENING)).isEqualTo(0);
        assertThat(recording()).isHidden();
        client.button("Record a voice message").click();
        tab.page().evaluate("() => answer()");
        assertThat(recording()).isVisible();
        client.button("Send the recording").click();
        assertThat(player()).isVisible();
        assertThat(tab.page().evaluate(LISTENING)).isEqualTo(0);
        client.goesTo("Asked here");
        assertThat(client.messages()).hasCount(0);
    }

    @Test
    void aRecorderThatDoesNotStartLeavesTheMicrophoneFree() {
        client.startsAChat("No recorder");
        tab.page().evaluate(ASK_FIRST);
        tab.page().evaluate("""
                () => {
                  window.RealRecorder = MediaRecorder;
                  window.MediaRecorder = class { static isTypeSupported = () => true; constructor() { throw new Error("no codec"); } };
                }""");
        client.button("Record a voice message").click();
        tab.page().evaluate("() => answer()");

        assertThat(client.toast("The microphone can't be used (no codec).")).isVisible();
        assertThat(tab.page().evaluate(LISTENING)).isEqualTo(0);
        tab.page().evaluate("() => (window.MediaRecorder = RealRecorder)");
        client.button("Record a voice message").click();
        tab.page().evaluate("() => answer()");
        assertThat(recording()).isVisible();
    }

    @Test
    void aRecordingThatIsOnlyStoppedIsKeptBesideTenFiles() {
        client.startsAChat("Many");
        recordsASecond();
        var ten = new FilePayload[10];
        Arrays.setAll(ten, at -> new FilePayload("f" + at + ".txt", "text/plain", new byte[] {1}));
        tab.page().locator("#attach-input").setInputFiles(ten);
        client.button("Stop the recording").click();

        assertThat(tray()).hasCount(11);
        client.button("Send").click();
        assertThat(client.toast("You can send up to 10 files at once.")).isVisible();
        assertThat(client.messages()).hasCount(0);
        client.button("Remove f0.txt").click();
        client.button("Send").click();
        assertThat(player()).isVisible();
        assertThat(tray()).hasCount(0);
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
