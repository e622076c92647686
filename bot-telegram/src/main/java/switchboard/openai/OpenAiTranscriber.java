package switchboard.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.event.NoLogging;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.Authorization;
import org.apache.pekko.http.javadsl.settings.ClientConnectionSettings;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Secrets;
import switchboard.text.HiddenCharacters;
import switchboard.text.HumanText;
import switchboard.text.Texts;
import switchboard.voice.Transcriber;

/**
 * Transcribes by a service that speaks as OpenAI's does. Each recording has a connection of its own and goes from the disk to the
 * service, never whole in memory; an interrupt closes the connection.
 */
public final class OpenAiTranscriber implements Transcriber {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(10);

    /** Longer than any transcription may take: the service says nothing while it listens. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private static final long MOST_BYTES = 4L * Transcriber.LONGEST;
    private static final int QUOTED = 200;

    private record Answer(int status, String body) {}

    private record Running(SharedKillSwitch stop, CompletionStage<Answer> answer) {}

    private final ActorSystem<?> system;
    private final OpenAiSettings settings;
    private final Secrets secrets;

    public OpenAiTranscriber(ActorSystem<?> system, OpenAiSettings settings) {
        this.system = system;
        this.settings = settings;
        this.secrets = Secrets.of(settings.key().stream().toList());
    }

    @Override
    public String transcribe(ChatId chat, Content.Attachment file, Path path) throws IOException {
        var running = ask(file, path);
        Answer answer;
        try {
            answer = running.answer().toCompletableFuture().get();
        } catch (InterruptedException interrupt) {
            running.stop().abort(new IOException("not wanted any more"));
            throw new InterruptedIOException("given up");
        } catch (ExecutionException failure) {
            throw new FailedException(
                    isTooMuch(failure)
                            ? Texts.of("voice.tooMuch")
                            : Texts.of(
                                    "voice.service.unreachable", settings.base().getHost()),
                    failure);
        }
        return words(answer);
    }

    private static boolean isTooMuch(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EntityStreamSizeException) {
                return true;
            }
        }
        return false;
    }

    private Running ask(Content.Attachment file, Path path) throws IOException {
        var form = TranscriptionForm.of(settings.model(), file, path, Files.size(path));
        var request = HttpRequest.POST(settings.base().getRawPath() + "/audio/transcriptions")
                .withEntity(form);
        var whole = settings.key()
                .map(key -> request.addHeader(Authorization.oauth2(key)))
                .orElse(request);
        var stop = KillSwitches.shared("transcription");
        var answer = Source.single(whole)
                .concat(Source.maybe()) // as long as this side is open, it closes the connection
                .via(stop.flow())
                .via(connection())
                .mapAsync(1, coming -> read(coming, stop))
                .runWith(Sink.head(), system)
                .whenComplete((done, failure) -> stop.shutdown());
        return new Running(stop, answer);
    }

    private Flow<HttpRequest, HttpResponse, ?> connection() {
        var address = settings.base();
        var to = Http.get(system)
                .connectionTo(address.getHost())
                .withClientConnectionSettings(connectionSettings())
                .logTo(NoLogging.getInstance());
        var there = address.getPort() == -1 ? to : to.toPort(address.getPort());
        return "https".equals(address.getScheme()) ? there.https() : there.http();
    }

    private ClientConnectionSettings connectionSettings() {
        var plain = ClientConnectionSettings.create(system.settings().config())
                .withConnectingTimeout(scala(CONNECTS_WITHIN))
                .withIdleTimeout(scala(LONGEST));
        return settings.proxy()
                .map(proxy -> plain.withTransport(proxy.transport()))
                .orElse(plain);
    }

    private static scala.concurrent.duration.FiniteDuration scala(Duration time) {
        return scala.concurrent.duration.Duration.create(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The body has a stream of its own, which holds the connection. */
    private CompletionStage<Answer> read(HttpResponse answer, SharedKillSwitch stop) {
        return answer.entity()
                .withSizeLimit(MOST_BYTES)
                .getDataBytes()
                .via(stop.flow())
                .runFold(ByteString.emptyByteString(), ByteString::concat, system)
                .thenApply(body -> new Answer(answer.status().intValue(), body.decodeString(StandardCharsets.UTF_8)));
    }

    private String words(Answer answer) throws FailedException {
        var json = json(answer.body());
        if (answer.status() / 100 != 2) {
            throw new FailedException(
                    refusal(answer.status(), json.at("/error/message").asText()));
        }
        return Optional.of(json.path("text"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .orElseThrow(() -> new FailedException(Texts.of("voice.service.garbage")));
    }

    private static JsonNode json(String body) {
        try {
            return Optional.<JsonNode>ofNullable(JSON.readTree(body)).orElse(MissingNode.getInstance());
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }

    private String refusal(int status, String said) {
        var words = HumanText.shortened(HiddenCharacters.replaced(secrets.strike(said), " "), QUOTED);
        return switch (status) {
            case 301, 302, 303, 307, 308 -> Texts.of("voice.service.moved", Integer.toString(status));
            case 401, 403 -> Texts.of("voice.service.key", Integer.toString(status));
            case 404 -> Texts.of("voice.service.unknown");
            case 413 -> Texts.of("voice.service.tooLarge");
            case 429 -> Texts.of("voice.service.busy");
            default -> {
                if (status >= 500) {
                    yield Texts.of("voice.service.down", Integer.toString(status));
                }
                yield words.isEmpty()
                        ? Texts.of("voice.service.refused", Integer.toString(status))
                        : Texts.of("voice.service.refusedSaying", Integer.toString(status), words);
            }
        };
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "OpenAiTranscriber[" + settings + "]";
    }
}
