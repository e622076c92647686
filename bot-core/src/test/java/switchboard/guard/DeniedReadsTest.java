package switchboard.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeniedReadsTest {

    @ParameterizedTest
    @CsvSource({
        "Read(./.env), /home/work/.env, true",
        "Read(./.env), /home/work/.env.example, false",
        "Read(.env), /home/work/deep/.env, true",
        "Read(*.pem), /home/work/a/b.pem, true",
        "Read(*.pem), /home/other/b.pem, false",
        "Read(secrets/**), /home/work/secrets/a/b, true",
        "Read(secrets/**), /home/work/more/secrets/a, false",
        "Read(secrets/), /home/work/more/secrets/a, true",
        "Read(**/secrets/**), /home/work/more/secrets/a, true",
        "Read(**/secrets/**), /home/work/secrets/a, true",
        "Read(./config/**/*.key), /home/work/config/x.key, true",
        "Read(./config/**/*.key), /home/work/config/a/b/x.key, true",
        "Read(./config/**/*.key), /home/work/config/a/b/x.keys, false",
        "Read(~/private/**), /home/private/a, true",
        "Read(//data/a?.txt), /data/ab.txt, true",
        "Read(//data/[ab].txt), /data/a.txt, true",
        "Read(//data/\\[a\\].txt), /data/[a].txt, true",
        "Read(//data), /data/deep/file, true",
        "Read(//data), /database, false",
        "Read(/top.txt), /home/work/top.txt, true",
        "Read(/top.txt), /home/.claude/top.txt, true",
        "Read(/top.txt), /home/work/deep/top.txt, false",
        "Read, /anything, true",
        "Read(a+b.txt), /home/work/a+b.txt, true",
        "Edit(./.env), /home/work/.env, false",
        "Bash(cat *), /home/work/cat, false"
    })
    void aRuleDeniesWhatClaudeCodeReadsInIt(String rule, Path path, boolean isDenied) {
        var denied = DeniedReads.of(List.of(rule), Path.of("/home/work"), Path.of("/home"), Path.of("/home/.claude"));

        assertThat(denied.denies(path)).isEqualTo(isDenied);
    }
}
