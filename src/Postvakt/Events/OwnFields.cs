using System.Text.Json;
using Postvakt.Detection;

namespace Postvakt.Events;

/// <summary>What neither schema has a field for, and somebody who looks at the installation itself needs: the same names in both.</summary>
internal static class OwnFields
{
    public static void Write(Utf8JsonWriter json, SecurityEvent what)
    {
        json.WriteNumber("type_version", what.Type.Version);
        json.Text("subject", what.Subject);
        json.Text("subject_kind", what.Type.Subject);
        if (what.IsTest) json.WriteBoolean("test", true);
        if (what.IsShortened) json.WriteBoolean("shortened", true);
        if (what.Mail is not { } mail) return;
        json.WriteString("verdict", mail.Verdict.Name());
        json.WriteString("disposition", mail.Applied.Name());
        json.WriteString("intended", mail.Intended.Name());
        // JSON knows no infinity: a score that is none is left out.
        if (double.IsFinite(mail.Score)) json.WriteNumber("score", mail.Score);
        json.Text("listener", mail.Listener);
        json.Text("campaign", mail.Campaign);
    }
}
