package switchboard.telegram.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import switchboard.chat.ChatProtocol;
import switchboard.model.Content;
import switchboard.model.Content.Attachment.Kind;
import switchboard.model.Question;
import switchboard.model.TurnId;

class QueueNoticeTest {

    private static final TurnId TURN = new TurnId("0115ee4d-522f-4f92-9a4d-0418dd9620b6");
    private static final Question COLOUR = new Question.Choice(
            "c7a0e7f4-5a4c-4a0e-8d6e-1b8c2b1f7f10#1", 1, 2, "Which colour?", List.of(new Question.Option("Red", "")));
    private static final Question SIZE = new Question.Choice("k2", 1, 1, "Which size?", List.of());
    private static final Question BASH = new Question.Permission(
            "k3", "Bash", JsonNodeFactory.instance.objectNode().put("command", "git push --force"), List.of());
    private static final Question PLAN = new Question.Plan("k4", "Move it.");
    private static final Question GONE = new Question.FileGone(
            "get-1",
            List.of(Question.Missing.forNow(
                    new Content.Attachment("f1", Kind.PHOTO, null, null, null), "It has expired.")));
    private static final Question CUT = new Question.CutOff("cut-1", "build", List.of());

    @Test
    void withNothingOpenItSaysWhenItRuns() {
        assertThat(notice(1).markdown()).isEqualTo("⏳ Queued. Runs when the current task is done.");
        assertThat(notice(2).markdown())
                .isEqualTo("⏳ Queued. 3rd in this chat: runs when your earlier messages are done.");
        assertThat(notice(1).offers()).isEmpty();
    }

    @Test
    void aTurnThatWaitsForItsPermitSaysItsPlaceAndWhyItWaits() {
        assertThat(inLine(1, 3, 3, 0)).isEqualTo("⏳ Next up. All 3 slots are busy.");
        assertThat(inLine(1, 1, 3, 90)).isEqualTo("⏳ Next up, about 1 min. 1 of 3 slots are busy.");
        assertThat(inLine(1, 1, 1, 0)).isEqualTo("⏳ Next up. The only slot is busy.");
        assertThat(inLine(3, 3, 3, 40)).isEqualTo("⏳ 3rd in line, about 40 s.");
    }

    @Test
    void aTurnThatGetsItsFilesSaysWhichAndWhetherItIsHard() {
        assertThat(fetching(false, Kind.PHOTO)).isEqualTo("⏳ Getting your photo…");
        assertThat(fetching(false, Kind.PHOTO, Kind.PHOTO)).isEqualTo("⏳ Getting your 2 photos…");
        assertThat(fetching(false, Kind.PHOTO, Kind.VIDEO, Kind.VOICE)).isEqualTo("⏳ Getting your 3 files…");
        assertThat(fetching(false, Kind.AUDIO)).isEqualTo("⏳ Getting your audio file…");
        assertThat(fetching(false, Kind.VIDEO)).isEqualTo("⏳ Getting your video…");
        assertThat(fetching(true, Kind.VOICE))
                .isEqualTo("⏳ Getting your voice message takes longer than usual. I'll keep trying.");
    }

    private static String fetching(boolean isStalled, Kind... kinds) {
        var files = Stream.of(kinds)
                .map(kind -> new Content.Attachment("f1", kind, null, null, null))
                .toList();
        return QueueNotice.fetching(new ChatProtocol.Fetching(TURN, "512", files, isStalled));
    }

    @Test
    void aTurnThatListensSaysToWhat() {
        var note = new Content.Attachment("v1", Kind.VOICE, null, null, null);

        assertThat(QueueNotice.transcribing(new ChatProtocol.Transcribing(TURN, "512", List.of(note))))
                .isEqualTo("🎙 Listening to your voice message…");
    }

    @Test
    void toATranscriptItIsOfferedAsItsText() {
        var heard = new Question.Transcript("say-1", "512", "fix the bild", null, true);
        var notice = notice(1, above(heard));

        assertThat(notice.markdown())
                .isEqualTo("⏳ Queued. Your voice message above waits for you: tap Send, or reply to it.");
        assertThat(labels(notice)).containsExactly("Use this as its text");
    }

    @Test
    void toAChoiceItIsOfferedAsTheAnswer() {
        var notice = notice(1, above(COLOUR));

        assertThat(notice.markdown())
                .isEqualTo("⏳ Queued. Claude is still waiting for your answer above: tap a choice or reply to it.");
        assertThat(labels(notice)).containsExactly("Use this as my answer");
        var data = notice.offers().getFirst().getFirst().data();
        assertThat(ButtonData.use(data))
                .contains(new ButtonData.Use("c7a0e7f4-5a4c-4a0e-8d6e-1b8c2b1f7f10#1", "0115ee4d-522"));
    }

    @Test
    void toAPermissionOrAPlanItIsOfferedAsTheReasonOfANo() {
        assertThat(notice(1, above(BASH)).markdown())
                .isEqualTo("⏳ Queued. Claude is still waiting for your OK above: tap a button.");
        assertThat(labels(notice(1, above(BASH)))).containsExactly("Deny, and tell Claude this");
        assertThat(labels(notice(1, above(PLAN)))).containsExactly("Keep planning, and tell Claude this");
    }

    @Test
    void ofSeveralEachIsOfferedByItsName() {
        assertThat(labels(notice(1, above(COLOUR), above(SIZE), above(BASH))))
                .containsExactly(
                        "Use this as my answer (Which colour?)",
                        "Use this as my answer (Which size?)",
                        "Deny, and tell Claude this (Bash git push --force)");
    }

    @Test
    void whatIsNotAboveIsNotSaidToBe() {
        assertThat(notice(1, new QueueNotice.Open(COLOUR, Optional.of(513))).markdown())
                .isEqualTo("⏳ Queued. Claude is still waiting for your answer: tap a choice or reply to it.");
        assertThat(notice(1, new QueueNotice.Open(BASH, Optional.empty())).markdown())
                .doesNotContain("above");
    }

    @Test
    void whatWasCutOffOrLacksAFileIsAnsweredByItsButtonsOnly() {
        assertThat(notice(1, above(GONE)).offers()).isEmpty();
        assertThat(notice(1, above(CUT)).markdown())
                .isEqualTo("⏳ Queued. Claude is still waiting for your OK above: tap a button.");
        assertThat(notice(1, above(CUT)).offers()).isEmpty();
    }

    @Test
    void whatIsNoSuchButtonIsNotTakenForOne() {
        assertThat(ButtonData.use("u|k1|")).isEmpty();
        assertThat(ButtonData.use("u|k1|0")).isEmpty();
        assertThat(ButtonData.use("q|k1|0115ee4d")).isEmpty();
        assertThat(ButtonData.use("u|k1")).isEmpty();
    }

    private static String inLine(int place, int busy, int limit, int seconds) {
        return QueueNotice.inLine(
                new ChatProtocol.Queued(TURN, "512", place, busy, limit, Duration.ofSeconds(seconds)));
    }

    private static QueueNotice notice(int ahead, QueueNotice.Open... open) {
        return QueueNotice.of(TURN, ahead, Optional.of(512), List.of(open));
    }

    private static QueueNotice.Open above(Question question) {
        return new QueueNotice.Open(question, Optional.of(500));
    }

    private static List<String> labels(QueueNotice notice) {
        return notice.offers().stream().map(row -> row.getFirst().label()).toList();
    }
}
