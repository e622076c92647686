package switchboard.web;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import switchboard.Engine;
import switchboard.board.Board;
import switchboard.chat.ChatProtocol;
import switchboard.model.Caller;
import switchboard.model.ChatId;
import switchboard.model.ChatSummary;
import switchboard.text.Texts;

/** The board's actions on a session: stop its turn, name it. The chat itself shows the result. */
public final class BoardRoutes extends JsonRoutes {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int LONGEST_TITLE = 128;
    private static final String WRONG_TITLE = Texts.of("web.title", LONGEST_TITLE);

    /** Who has the key to the page is the person of this machine. */
    private static final Caller BOARD = new Caller("", "board", Caller.Role.OWNER, false);

    private final ActorSystem<?> system;
    private final ActorRef<Engine.Command> engine;

    public BoardRoutes(ActorSystem<?> system, ActorRef<Engine.Command> engine) {
        this.system = system;
        this.engine = engine;
    }

    /** {@code /api/board/CHAT/stop} and {@code /rename}. */
    public Route routes() {
        return pathPrefix(
                PathMatchers.segment("api").slash("board").slash(PathMatchers.segment()),
                id -> post(() -> concat(
                        path("stop", () -> completeWithFuture(invoke(id, "stop", ""))),
                        path(
                                "rename",
                                () -> json(asked ->
                                        rename(id, asked.path("title").asText().strip()))))));
    }

    private Route rename(String id, String title) {
        var isTitle = !title.isEmpty()
                && title.length() <= LONGEST_TITLE
                && title.lines().count() == 1;
        return isTitle
                ? completeWithFuture(invoke(id, "title", title))
                : complete(Answers.refusal(StatusCodes.BAD_REQUEST, WRONG_TITLE));
    }

    /** Only for chats on the board, because a command to any other chat would create it. */
    private CompletionStage<HttpResponse> invoke(String id, String command, String argument) {
        return this.<Board.View>ask(Engine.Look::new)
                .thenCompose(view -> view.summaries().stream()
                        .map(ChatSummary::chat)
                        .filter(chat -> chat.toString().equals(id))
                        .findFirst()
                        .map(chat -> deliver(chat, command, argument))
                        .orElseGet(() -> CompletableFuture.completedFuture(
                                Answers.refusal(StatusCodes.NOT_FOUND, Texts.of("web.noSession")))));
    }

    private CompletionStage<HttpResponse> deliver(ChatId chat, String command, String argument) {
        return this.<ChatProtocol.Receipt>ask(replyTo -> new Engine.Deliver(
                        chat, new ChatProtocol.Invoke(BOARD, command, argument, null, List.of(), null, replyTo)))
                .thenApply(receipt -> switch (receipt) {
                    case ChatProtocol.Accepted accepted -> HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
                    case ChatProtocol.SeenInPart seen -> throw new IllegalStateException("it was made of no message");
                    case ChatProtocol.Refused refused -> Answers.refusal(StatusCodes.CONFLICT, refused.reason());
                });
    }

    private <T> CompletionStage<T> ask(Function<ActorRef<T>, Engine.Command> question) {
        return AskPattern.ask(engine, question::apply, PATIENCE, system.scheduler());
    }
}
