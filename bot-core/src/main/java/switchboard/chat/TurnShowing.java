package switchboard.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import switchboard.agent.AgentProtocol;
import switchboard.board.Board;
import switchboard.files.FilesInWords;
import switchboard.model.Activity;
import switchboard.model.Activity.Phase;
import switchboard.model.Content;
import switchboard.text.Texts;
import switchboard.throttle.Throttle;

/** Tells the view and the board of a turn, and keeps the log of what the agent has told. Used by one actor. */
final class TurnShowing {

    private final TurnProtocol.Setup setup;
    private final TurnLog log = new TurnLog();
    private Instant since;

    TurnShowing(TurnProtocol.Setup setup) {
        this.setup = setup;
        this.since = setup.clock().instant();
    }

    TurnLog log() {
        return log;
    }

    void fetching(List<Content.Attachment> brought, boolean isStalled) {
        show(new ChatProtocol.Fetching(setup.id(), setup.message(), brought, isStalled));
        var files = FilesInWords.of(brought);
        board(Phase.FETCHING, isStalled ? Texts.of("activity.fetchingStalled", files) : files, 0);
    }

    void transcribing(List<Content.Attachment> recordings) {
        show(new ChatProtocol.Transcribing(setup.id(), setup.message(), recordings));
        board(Phase.LISTENING, FilesInWords.of(recordings), 0);
    }

    void queued(Throttle.InLine place) {
        show(new ChatProtocol.Queued(
                setup.id(), setup.message(), place.place(), place.busy(), place.limit(), place.estimate()));
        board(Phase.WAITING, log.line(), place.place());
    }

    /** The board knows first: an engine that stops waits for what the board says is running. */
    void started() {
        since = setup.clock().instant();
        phase(Phase.RUNNING);
        showStarted();
    }

    /** The view is new. What the turn asks comes from the chat, which waits until the view knows of the turn. */
    void again(boolean isStopping) {
        showStarted();
        if (isStopping) {
            stopping();
        }
    }

    private void showStarted() {
        show(new ChatProtocol.Started(setup.id(), setup.message()));
    }

    void add(AgentProtocol.Progress progress) {
        if (!log.isFull() || !(progress instanceof AgentProtocol.Spoke)) {
            log.add(progress);
            show(new ChatProtocol.Progressed(setup.id(), progress));
        }
    }

    void lingering(Duration running) {
        show(new ChatProtocol.Lingering(setup.id(), running));
    }

    void stopping() {
        show(new ChatProtocol.Stopping(setup.id()));
    }

    void notice(String text) {
        show(new ChatProtocol.Noticed(text));
    }

    void phase(Phase phase) {
        board(phase, log.line(), 0);
    }

    /** How long the turn has lasted; a clock may go back. */
    Duration lasting() {
        var lasting = Duration.between(since, setup.clock().instant());
        return lasting.isNegative() ? Duration.ZERO : lasting;
    }

    private void show(ChatProtocol.Event event) {
        setup.view().tell(event);
    }

    private void board(Phase phase, String detail, int place) {
        setup.board().tell(new Board.Doing(setup.chat(), new Activity(phase, since, detail, place)));
    }
}
