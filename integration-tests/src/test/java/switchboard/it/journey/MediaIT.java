package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import switchboard.botapi.FileContent;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.TurnRequest;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.Media;

/** What people send besides text reaches Claude, with its caption. */
class MediaIT extends Journey {

    private static final FileContent PICTURE = new FileContent("p.jpg", "image/jpeg", new byte[] {1, 2, 3});

    @Test
    void albumsCaptionsRepliesAndPlacesReachClaude() throws Exception {
        claude.when("", Script.say("Noted."));
        startBot();
        var chat = chatWith(ada);

        anAlbumOfTenIsOnePrompt(chat);
        aPlaceIsALineOfText(chat);
        aPhotoThatIsRepliedToIsNamed(chat);
        inAGroupTheCaptionOfAnyPieceAddressesTheBot();
        telegram.awaitThat("every update to be confirmed", () -> telegram.pendingUpdates() == 0);
        assertThat(claude.requests())
                .extracting(TurnRequest::prompt)
                .noneMatch(prompt -> prompt.contains("for nobody"));
    }

    private void anAlbumOfTenIsOnePrompt(Chat chat) {
        chat.sendsAlbum(IntStream.range(0, 10)
                .mapToObj(number -> Media.photo(PICTURE, number == 0 ? "which is best?" : ""))
                .toArray(Media[]::new));

        asked("which is best?");
        chat.awaitAnswer("Noted.");
        assertThat(said(chat)).filteredOn(text -> text.contains("Noted.")).hasSize(1);
    }

    private void aPlaceIsALineOfText(Chat chat) {
        chat.sends(Media.venue(48.2082, 16.3738, "Café Central", "Herrengasse 14"));

        assertThat(asked("Central")).isEqualTo("I sent a place: Café Central, Herrengasse 14 (48.208200, 16.373800).");
    }

    private void aPhotoThatIsRepliedToIsNamed(Chat chat) {
        var photo = chat.forwards(bob, Media.photo(PICTURE, ""));
        assertThat(asked("Forwarded")).contains("> Forwarded from Bob:\n> (a photo)");
        chat.repliesTo(photo, "and in colour?");

        assertThat(asked("colour")).startsWith("> Replying to the message of Ada:\n> (a photo)");
    }

    private void inAGroupTheCaptionOfAnyPieceAddressesTheBot() {
        var group = telegram.group(-4321, "Team").with(ada);
        group.sends(Media.photo(PICTURE, "for nobody"));
        group.sendsAlbum(
                Media.photo(PICTURE, ""),
                Media.photo(PICTURE, "@" + telegram.botUsername() + " compare these"),
                Media.photo(PICTURE, ""));

        assertThat(asked("compare these")).doesNotContain("@");
        group.awaitAnswer("Noted.");
    }

    /** What Claude was asked that has these words. */
    private String asked(String words) {
        return claude.awaitRequest(request -> request.prompt().contains(words), patience())
                .prompt();
    }
}
