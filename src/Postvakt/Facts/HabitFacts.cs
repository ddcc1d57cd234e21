using Postvakt.Memory;

namespace Postvakt.Facts;

/// <summary>Is this how this correspondent's mail looks and comes in? Only asked of people of whom four or more mails are known.</summary>
internal static class HabitFacts
{
    public static void Read(FactContext context, FactSheet sheet)
    {
        var message = context.Message;
        sheet.Set(Fact.ClientNew, context.BreaksHabit(HabitKind.Client), "X-Mailer", message.Client);
        sheet.Set(Fact.IdShapeNew, context.BreaksHabit(HabitKind.IdShape), "Message-ID", message.Id);
        sheet.Set(Fact.ZoneNew, context.BreaksHabit(HabitKind.Zone), "Date", message.Date is { } date ? $"UTC{date.Offset.TotalHours:+0.##;-0.##;+0}" : "");
        sheet.Set(Fact.RouteNew, context.BreaksHabit(HabitKind.Route), "Received", message.Received.Count > 0 ? message.Received[^1] : "");
        sheet.Set(Fact.EnvelopeNew, context.BreaksHabit(HabitKind.Envelope), "Return-Path", message.ReturnPath);
        sheet.Set(Fact.GreetingNew, context.BreaksHabit(HabitKind.Greeting) ? 1 : 0, "first line", "greeting");
        var authentication = context.Profile.Authentication;
        if (!authentication.IsKnown) return;
        // Lists break signatures and send from elsewhere: where a trusted one vouches, failing is no news.
        var failed = !authentication.ForwarderVouches && (authentication.Dmarc is "fail" || (authentication.Spf is "fail" or "softfail" && authentication.Dkim is not "pass"));
        sheet.Set(Fact.AuthenticationWorse, failed ? 1 : context.BreaksHabit(HabitKind.Authentication) ? 0.7 : 0, "Authentication-Results",
            $"spf={authentication.Spf} dkim={authentication.Dkim} dmarc={authentication.Dmarc} ({authentication.DkimDomain})");
    }
}
