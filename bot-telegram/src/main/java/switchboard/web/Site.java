package switchboard.web;

import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;

/** All that the server serves: the board, the one socket that keeps open pages up to date, and what a host adds. */
public final class Site extends AllDirectives {

    /**
     * What a host adds to the board.
     *
     * @param routes its pages and calls; its own front page among them
     * @param frames what its open pages are told
     */
    public record Annex(Route routes, Frames frames) {}

    private final Pages pages = new Pages();
    private final Frames board;
    private final BoardRoutes actions;
    private final Optional<Annex> annex;

    public Site(ActorRef<BoardFeed.Command> feed, BoardRoutes actions, Optional<Annex> annex) {
        this.board = BoardFeed.frames(feed);
        this.actions = actions;
        this.annex = annex;
    }

    public Route routes() {
        return concat(
                path("board", () -> pages.page("board")),
                path("socket", () -> handleWebSocketMessages(socket())),
                pages.assets(),
                actions.routes(),
                annex.map(Annex::routes)
                        .orElseGet(() ->
                                pathSingleSlash(() -> redirect(Uri.create("/board"), StatusCodes.TEMPORARY_REDIRECT))),
                complete(Answers.refusal(StatusCodes.NOT_FOUND, "There is nothing at this address.")));
    }

    /** What a page says is passed over: it speaks by calls. */
    private Flow<Message, Message, NotUsed> socket() {
        var all =
                annex.map(each -> board.source().merge(each.frames().source())).orElseGet(board::source);
        return Flow.fromSinkAndSourceCoupled(Sink.ignore(), all.map(TextMessage::create));
    }
}
