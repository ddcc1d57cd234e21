namespace Postvakt.Cli.Reports;

/// <summary>
/// Draws a conversation: a lane for each participant, a dot for each message in order of time, a break where it slept. Across the page in
/// percent, down it in pixels, so that it fits any width without script; names stand beside it as ordinary text.
/// </summary>
internal sealed class LaneDrawing(HtmlWriter page, LocalTimes times)
{
    private const int Top = 30;
    private const int Row = 44;
    private const int Axis = 46;

    /// <summary>A pause that is drawn as one.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromDays(7);

    /// <summary>Widest class of drawing in the style sheet.</summary>
    private const int MaxSize = 8;

    public void Write(ConversationLanes lanes)
    {
        var slots = Slots(lanes.Marks);
        var columns = slots[^1] + 1;
        Names(lanes);
        page.Markup($"""<div class="scroll" tabindex="0" role="region" aria-label="Drawing of the conversation; the same as a table below"><svg class="w{Math.Min(MaxSize, (columns + 4) / 5)}{(columns > 16 ? " many" : "")}" width="100%" height="{Top + lanes.Lanes.Count * Row + Axis}" role="img" aria-label="{lanes.Marks.Count - 1} messages in {lanes.Lanes.Count} lanes, and the judged mail in the last lane.">""");
        Rails(lanes);
        Pauses(lanes, slots, columns);
        Thread(lanes, slots, columns);
        for (var i = 0; i < slots.Length; i++) Mark(lanes.Marks[i], X(slots[i], columns));
        TimeAxis(lanes, slots, columns);
        page.Markup($"</svg></div>");
    }

    /// <summary>Column of each mark; a pause takes a column of its own.</summary>
    private static int[] Slots(IReadOnlyList<LaneMark> marks)
    {
        var slots = new int[marks.Count];
        for (var i = 1; i < slots.Length; i++) slots[i] = slots[i - 1] + (marks[i].At - marks[i - 1].At >= Pause ? 2 : 1);
        return slots;
    }

    private void Names(ConversationLanes lanes)
    {
        page.Markup($"""<ol class="names">""");
        foreach (var lane in lanes.Lanes)
        {
            if (lane.Foreign) page.Markup($"""<li class="foreign"><b>{lane.Name,120}</b><span>{lane.Note}</span></li>""");
            else page.Markup($"<li><b>{lane.Name,120}</b><span>{lane.Note}</span></li>");
        }
        page.Markup($"</ol>");
    }

    private void Rails(ConversationLanes lanes)
    {
        for (var i = 0; i < lanes.Lanes.Count; i++)
        {
            if (lanes.Lanes[i].Foreign) page.Markup($"""<rect class="foreign" x="0" width="100%" y="{Top + i * Row + 1}" height="{Row - 2}"/>""");
            page.Markup($"""<line class="rail" x1="0" x2="100%" y1="{Y(i)}" y2="{Y(i)}"/>""");
        }
    }

    private void Pauses(ConversationLanes lanes, int[] slots, int columns)
    {
        for (var i = 1; i < slots.Length; i++)
        {
            if (slots[i] == slots[i - 1] + 1) continue;
            var x = X(slots[i] - 1, columns);
            page.Markup($"""<text class="pause" x="{x:0.##}%" y="{Top - 12}">{(int)(lanes.Marks[i].At - lanes.Marks[i - 1].At).TotalDays} days</text>""");
            page.Markup($"""<svg x="{x:0.##}%" y="0" class="out"><path class="gap" d="M-3 {Top}V{Top + lanes.Lanes.Count * Row}M3 {Top}V{Top + lanes.Lanes.Count * Row}"/></svg>""");
        }
    }

    private void Thread(ConversationLanes lanes, int[] slots, int columns)
    {
        var last = -1;
        for (var i = 0; i < slots.Length; i++)
        {
            if (lanes.Marks[i].Kind == LaneMarkKind.This)
            {
                if (lanes.Answered >= 0) Line(lanes.Claim == LaneClaim.Answers ? "answers" : "quotes", lanes.Answered, i);
                continue;
            }
            if (last >= 0) Line("order", last, i);
            last = i;
        }

        void Line(string kind, int from, int to) => page.Markup(
            $"""<line class="{kind}" x1="{X(slots[from], columns):0.##}%" y1="{Y(lanes.Marks[from].Lane)}" x2="{X(slots[to], columns):0.##}%" y2="{Y(lanes.Marks[to].Lane)}"/>""");
    }

    private void Mark(LaneMark mark, double x)
    {
        var y = Y(mark.Lane);
        switch (mark.Kind)
        {
            case LaneMarkKind.This:
                page.Markup($"""<svg x="{x:0.##}%" y="{y}" class="out"><path class="this" d="M0-10 10 0 0 10-10 0Z"/><text class="here" y="-14">this mail</text></svg>""");
                break;
            case LaneMarkKind.Bad:
                page.Markup($"""<svg x="{x:0.##}%" y="{y}" class="out"><path class="bad" d="M0-8 8 0 0 8-8 0Z"/></svg>""");
                break;
            default:
                page.Markup($"""<circle class="{(mark.Kind == LaneMarkKind.Doubtful ? "doubtful" : "dot")}" cx="{x:0.##}%" cy="{y}" r="6"/>""");
                break;
        }
    }

    private void TimeAxis(ConversationLanes lanes, int[] slots, int columns)
    {
        var y = Top + lanes.Lanes.Count * Row + 14;
        var (day, year) = ("", "");
        for (var i = 0; i < slots.Length; i++)
        {
            var at = lanes.Marks[i].At;
            var odd = i % 2 == 1 ? "odd" : "even";
            var x = X(slots[i], columns);
            if (times.Day(at) is var today && today != day) page.Markup($"""<text class="day {odd}" x="{x:0.##}%" y="{y}">{day = today}</text>""");
            page.Markup($"""<text class="clock {odd}" x="{x:0.##}%" y="{y + 14}">{times.Clock(at)}</text>""");
            if (times.Year(at) is var now && now != year) page.Markup($"""<text class="clock {odd}" x="{x:0.##}%" y="{y + 28}">{year = now}</text>""");
        }
    }

    private static double X(int slot, int columns) => (slot + 0.5) * 100 / columns;

    private static int Y(int lane) => Top + lane * Row + Row / 2;
}
