package switchboard.web;

import java.util.Optional;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Directives;
import org.apache.pekko.http.javadsl.server.ExceptionHandler;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.RejectionHandler;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import switchboard.model.Secrets;

/** All that the server serves: the board, the one socket that keeps open pages up to date, and what a host adds. */
public final class Site extends AllDirectives {

    /**
     * What a host adds to the board.
     *
     * @param routes its pages and calls; its own front page among them
     * @param frames what its open pages are told
     */
    public record Annex(Route routes, Frames frames) {}

    /** A page offers it beside the key, which the handshake does not answer with. */
    private static final String PROTOCOL = "switchboard";

    private static final Logger LOG = LoggerFactory.getLogger(Site.class);

    private static final ExceptionHandler FAULTS = ExceptionHandler.newBuilder()
            .matchAny(fault -> {
                LOG.error("A call of a page failed", fault);
                return Directives.complete(Answers.refusal(
                        StatusCodes.INTERNAL_SERVER_ERROR,
                        "Something went wrong inside Switchboard; its log says what."));
            })
            .build();

    private final Pages pages = new Pages();
    private final Frames board;
    private final BoardRoutes actions;
    private final Optional<Annex> annex;
    private final Secrets secrets;

    public Site(ActorRef<BoardFeed.Command> feed, BoardRoutes actions, Optional<Annex> annex, Secrets secrets) {
        this.board = BoardFeed.frames(feed);
        this.actions = actions;
        this.annex = annex;
        this.secrets = secrets;
    }

    public Route routes() {
        var all = concat(
                path("board", () -> pages.page("board")),
                path("socket", () -> handleWebSocketMessagesForProtocol(socket(), PROTOCOL)),
                pages.assets(),
                path(PathMatchers.segment("api").slash("key"), () -> complete(StatusCodes.NO_CONTENT)),
                actions.routes(),
                annex.map(Annex::routes)
                        .orElseGet(() ->
                                pathSingleSlash(() -> redirect(Uri.create("/board"), StatusCodes.TEMPORARY_REDIRECT))));
        return handleExceptions(
                FAULTS,
                () -> handleRejections(
                        RejectionHandler.defaultHandler().mapRejectionResponse(Site::refusal), () -> all));
    }

    /** A refusal of the routing itself, with its sentence. */
    private static HttpResponse refusal(HttpResponse answer) {
        return answer.entity() instanceof HttpEntity.Strict text
                ? Answers.refusal(answer, text.getData().utf8String())
                : answer;
    }

    /** What a page says is passed over: it speaks by calls. */
    private Flow<Message, Message, NotUsed> socket() {
        var all =
                annex.map(each -> board.source().merge(each.frames().source())).orElseGet(board::source);
        return Flow.fromSinkAndSourceCoupled(
                Sink.ignore(), all.map(frame -> TextMessage.create(secrets.strike(frame))));
    }
}
