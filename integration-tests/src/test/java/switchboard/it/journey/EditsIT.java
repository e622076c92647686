package switchboard.it.journey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import switchboard.botapi.FileContent;
import switchboard.it.anthropic.Script;
import switchboard.it.anthropic.TurnRequest;
import switchboard.it.telegram.Chat;
import switchboard.it.telegram.ChatMessage;
import switchboard.it.telegram.Media;

/** People edit what they have sent. */
class EditsIT extends Journey {

    private static final FileContent PICTURE = new FileContent("p.jpg", "image/jpeg", new byte[] {1, 2, 3});

    @Test
    void anEditChangesWhatWaitsAndIsAskedByAButtonOtherwise() throws Exception {
        claude.when("a long story", Script.say("Once upon a time. ".repeat(20)).hold("story"));
        claude.when("a tall tale", Script.say("Long ago. ".repeat(20)).hold("tale"));
        startBot();
        var chat = chatWith(ada);

        whileItIsQueuedItChangesThePrompt(chat);
        whileItRunsItsTurnIsStoppedAndItIsAskedAgain(chat);
        afterTheAnswerItIsAskedAgain(chat);
        ofAnAlbumTheCaptionChanges(chat);
        inAGroupAMentionThatIsAddedOffersToAsk();
        telegram.awaitThat("every update to be confirmed", () -> telegram.pendingUpdates() == 0);
        assertThat(claude.requests()).extracting(TurnRequest::prompt).noneMatch(prompt -> prompt.contains("wrong"));
    }

    private void whileItIsQueuedItChangesThePrompt(Chat chat) {
        chat.says("a long story");
        claude.awaitHeld("story");
        var queued = chat.says("the wrong question");
        var notice = chat.awaitMessage("Queued");
        chat.edits(queued, "the right question");
        telegram.awaitThat(
                "the notice to show the new words",
                () -> chat.now(notice).text().contains("Now: “the right question”"));
        claude.release("story");

        chat.awaitAnswer("You said: the right question");
    }

    private void whileItRunsItsTurnIsStoppedAndItIsAskedAgain(Chat chat) {
        var running = chat.says("a tall tale of a cat");
        claude.awaitHeld("tale");
        chat.edits(running, "a short joke about a dog");
        var offer = chat.awaitMessage("still working on the earlier version");
        assertThat(offer.replyTo()).isEqualTo(running.id());
        chat.presses(offer, "Stop and ask again");

        chat.awaitMessage("⏹ Stopped");
        assertThat(chat.awaitAnswer("You said: a short joke about a dog").replyTo())
                .isEqualTo(running.id());
        assertThat(asked("a short joke")).isOne();
    }

    private void afterTheAnswerItIsAskedAgain(Chat chat) {
        var done = chat.says("what is 1 + 1?");
        chat.awaitAnswer("You said: what is 1 + 1?");
        chat.edits(done, "what is 1 + 1?");
        chat.edits(done, "what is 1 + 2?");
        var offer = chat.awaitMessage("done with the earlier version");
        assertThat(asked("1 + 2")).isZero();
        chat.presses(offer, "Ask again");

        chat.awaitAnswer("You said: what is 1 + 2?");
        assertThat(asked("1 + 2")).isOne();
        assertThat(said(chat)).filteredOn(text -> text.contains("It now says")).hasSize(2);
    }

    private void ofAnAlbumTheCaptionChanges(Chat chat) {
        var pieces = chat.sendsAlbum(Media.photo(PICTURE, "the wrong caption"), Media.photo(PICTURE, ""));
        chat.edits(pieces.getFirst(), "the right caption");

        chat.awaitAnswer("the right caption");
    }

    private void inAGroupAMentionThatIsAddedOffersToAsk() {
        var group = telegram.group(-4321, "Team").with(ada);
        var said = group.says("why is the sky blue?");
        group.edits(said, "@" + telegram.botUsername() + " why is the sky blue?");
        group.presses(group.awaitMessage("I only act on new messages"), "Ask Claude");

        group.awaitAnswer("You said: why is the sky blue?");
    }

    @Test
    void killedBetweenTheEditAndItsAnswerNothingIsLostAndNothingRunsTwice() throws Exception {
        claude.when("a long story", Script.say("Once upon a time. ".repeat(20)).hold("story"));
        launchBot();
        var chat = chatWith(ada);
        var running = chat.says("a long story");
        claude.awaitHeld("story");
        var queued = chat.says("the wrong question");
        awaitKnownLive(chat.awaitMessage("Queued"));
        chat.edits(queued, "the right question");
        chat.edits(running, "a short joke");
        chat.awaitMessage("still working on the earlier version");
        killBot();

        launchBot();
        var offer = awaitNewer(chat.awaitMessage("still working on the earlier version"), chat);
        claude.awaitHeld("story");
        var hanging = hangClaude(); // so that the stop is stored for longer than a moment
        try {
            chat.presses(offer, "Stop and ask again");
            awaitStored("\"stopped\":true");
            killBot();
        } finally {
            hanging.forEach(ProcessHandle::destroyForcibly);
        }

        launchBot();
        chat.awaitMessage("You said: a short joke"); // beside a live message whose send a kill has cut off
        chat.awaitMessage("You said: the right question");
        awaitAtRest(ADA);
        assertThat(asked("a short joke")).isOne();
        assertThat(asked("the right question")).isOne();
        assertThat(asked("wrong")).isZero();
        claude.release("story");
    }

    /** The offer that comes again after a kill. */
    private ChatMessage awaitNewer(ChatMessage before, Chat chat) {
        return await().atMost(patience())
                .until(
                        () -> chat.awaitMessage("still working on the earlier version"),
                        found -> found.id() > before.id());
    }

    /** How many prompts with these words Claude was asked. */
    private long asked(String words) {
        return claude.requests().stream()
                .filter(request -> request.prompt().contains(words))
                .count();
    }
}
