package switchboard.voice;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import switchboard.model.ChatId;
import switchboard.model.Content;
import switchboard.model.Secrets;
import switchboard.process.ProgramRun;
import switchboard.text.HiddenCharacters;
import switchboard.text.HumanText;
import switchboard.text.Texts;

/**
 * Transcribes by a program on this machine, which prints the text. It gets the recording's path as its last argument, works in the
 * recording's directory and knows no secret.
 *
 * @param command the program and its other arguments, at least one word
 * @param environment what the program knows
 * @param mark what the mark of its processes begins with
 */
public record CommandTranscriber(List<String> command, Map<String, String> environment, String mark)
        implements Transcriber {

    /** Of a text of {@link #LONGEST} characters. */
    private static final int MOST_BYTES = 4 * LONGEST;

    private static final int QUOTED = 200;

    public CommandTranscriber {
        command = List.copyOf(command);
        environment = Secrets.without(environment);
    }

    @Override
    public String transcribe(ChatId chat, Content.Attachment file, Path path) throws IOException {
        var program = String.valueOf(Path.of(command.getFirst()).getFileName());
        ProgramRun.Result result;
        try {
            result = ProgramRun.of(
                    new ProgramRun.Call(
                            Stream.concat(command.stream(), Stream.of(path.toString()))
                                    .toList(),
                            Objects.requireNonNull(path.toAbsolutePath().getParent()),
                            environment,
                            mark),
                    MOST_BYTES);
        } catch (ProgramRun.NoProgramException missing) {
            throw new FailedException(Texts.of("voice.noProgram", program), missing);
        }
        if (result.isCut()) {
            throw new FailedException(Texts.of("voice.tooMuch"));
        }
        if (result.code() != 0) {
            throw new FailedException(failed(program, result));
        }
        return result.output();
    }

    private static String failed(String program, ProgramRun.Result result) {
        var last = result.errors()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .reduce("", (before, line) -> line);
        return last.isEmpty()
                ? Texts.of("voice.failed", program, result.code())
                : Texts.of(
                        "voice.failedSaying",
                        program,
                        result.code(),
                        HumanText.shortened(HiddenCharacters.replaced(last, " "), QUOTED));
    }

    /** For logs: not the environment. */
    @Override
    public String toString() {
        return "CommandTranscriber" + command;
    }
}
