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
import switchboard.text.Texts;

/** All routes of the server: the board, the one socket that keeps open pages up to date, and the routes that a host adds. */
public final class WebRoutes extends AllDirectives {

    /**
     * The subprotocol of the socket. A page offers it together with the key. The handshake answers with this protocol, never with
     * the key.
     */
    private static final String PROTOCOL = "switchboard";

    private static final Logger LOG = LoggerFactory.getLogger(WebRoutes.class);

    private static final ExceptionHandler FAULTS = ExceptionHandler.newBuilder()
            .matchAny(fault -> {
                LOG.error("A call of a page failed", fault);
                return Directives.complete(Answers.refusal(StatusCodes.INTERNAL_SERVER_ERROR, Texts.of("web.fault")));
            })
            .build();

    private final Pages pages = new Pages();
    private final Frames board;
    private final BoardRoutes actions;
    private final Optional<ExtraRoutes> extra;
    private final Secrets secrets;

    public WebRoutes(
            ActorRef<BoardFeed.Command> feed, BoardRoutes actions, Optional<ExtraRoutes> extra, Secrets secrets) {
        this.board = BoardFeed.frames(feed);
        this.actions = actions;
        this.extra = extra;
        this.secrets = secrets;
    }

    public Route routes() {
        var all = concat(
                path("board", () -> pages.page("board")),
                path("socket", () -> handleWebSocketMessagesForProtocol(socket(), PROTOCOL)),
                pages.assets(),
                path(PathMatchers.segment("api").slash("key"), () -> complete(StatusCodes.NO_CONTENT)),
                actions.routes(),
                extra.map(ExtraRoutes::routes)
                        .orElseGet(() ->
                                pathSingleSlash(() -> redirect(Uri.create("/board"), StatusCodes.TEMPORARY_REDIRECT))));
        return handleExceptions(
                FAULTS,
                () -> handleRejections(
                        RejectionHandler.defaultHandler().mapRejectionResponse(WebRoutes::refusal), () -> all));
    }

    /** Turns a refusal by the routing itself into one sentence. */
    private static HttpResponse refusal(HttpResponse answer) {
        return answer.entity() instanceof HttpEntity.Strict text
                ? Answers.refusal(answer, text.getData().utf8String())
                : answer;
    }

    /** Frames only go out. A page sends by HTTP calls; anything that it sends here is ignored. */
    private Flow<Message, Message, NotUsed> socket() {
        var all =
                extra.map(each -> board.source().merge(each.frames().source())).orElseGet(board::source);
        return Flow.fromSinkAndSourceCoupled(
                Sink.ignore(), all.map(frame -> TextMessage.create(secrets.strike(frame))));
    }
}
