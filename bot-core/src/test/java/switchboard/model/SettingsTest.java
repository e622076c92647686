package switchboard.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingsTest {

    @Test
    void aChatThatChoseNoModeWorksInTheStandardOne() {
        assertThat(Settings.NONE.modeUnder(PermissionMode.PLAN)).isEqualTo(PermissionMode.PLAN);
        assertThat(Settings.NONE.withMode(PermissionMode.DEFAULT).modeUnder(PermissionMode.PLAN))
                .isEqualTo(PermissionMode.DEFAULT);
    }

    @Test
    void bypassHoldsOnlyWhereItIsTheStandard() {
        var chosen = Settings.NONE.withMode(PermissionMode.BYPASS);

        assertThat(chosen.modeUnder(PermissionMode.ACCEPT_EDITS)).isEqualTo(PermissionMode.ACCEPT_EDITS);
        assertThat(chosen.modeUnder(PermissionMode.BYPASS)).isEqualTo(PermissionMode.BYPASS);
    }
}
