namespace Postvakt.Cli.Reports;

/// <summary>The drawing with its heading, legend, and the same in a table.</summary>
internal sealed class LaneFigure(HtmlWriter page, LocalTimes times)
{
    public void Write(ConversationLanes? lanes, string senderName)
    {
        page.Markup($"""<section class="conversation"><h4>The conversation</h4>""");
        if (lanes is null) page.Markup($"""<p class="quiet">The conversation that it claims is unknown here, so there is nothing to draw.</p>""");
        else if (lanes.Marks.Count < 2) page.Markup($"""<p class="quiet">The conversation is known by name only; none of its messages was seen here.</p>""");
        else
        {
            page.Markup($"<figure>");
            page.Markup($"""<div class="lanes">""");
            new LaneDrawing(page, times).Write(lanes);
            page.Markup($"</div>");
            Caption(lanes, senderName);
            Table(lanes);
            page.Markup($"</figure>");
        }
        page.Markup($"</section>");
    }

    private void Caption(ConversationLanes lanes, string senderName)
    {
        page.Markup($"""<figcaption><ul class="legend"><li><svg width="20" height="20" aria-hidden="true"><path class="this" d="M10 1 19 10 10 19 1 10Z"/></svg>this mail</li><li><svg width="16" height="20" aria-hidden="true"><circle class="dot" cx="8" cy="10" r="6"/></svg>message, in order of arrival</li>""");
        if (lanes.Marks.Any(m => m.Kind == LaneMarkKind.Doubtful)) page.Markup($"""<li><svg width="16" height="20" aria-hidden="true"><circle class="doubtful" cx="8" cy="10" r="6"/></svg>not judged clean</li>""");
        if (lanes.Marks.Any(m => m.Kind == LaneMarkKind.Bad)) page.Markup($"""<li><svg width="18" height="20" aria-hidden="true"><path class="bad" d="M9 2 17 10 9 18 1 10Z"/></svg>judged malicious before</li>""");
        if (lanes.Claim == LaneClaim.Answers) page.Markup($"""<li><svg width="28" height="20" aria-hidden="true"><line class="answers" x1="1" y1="10" x2="27" y2="10"/></svg>names the id of the message it answers</li>""");
        if (lanes.Claim == LaneClaim.Quotes) page.Markup($"""<li><svg width="28" height="20" aria-hidden="true"><line class="quotes" x1="1" y1="10" x2="27" y2="10"/></svg>names no id, but quotes this message</li>""");
        page.Markup($"</ul>");
        if (lanes.Claim == LaneClaim.Subject) page.Markup($"<p>It names no message of this conversation and quotes none; it carries its subject and writes to its people.</p>");
        if (lanes.Claim == LaneClaim.Elsewhere) page.Markup($"<p>The message that it answers is not among those drawn.</p>");
        if (lanes.Lanes[^1].Foreign && senderName.Length > 0) page.Markup($"<p>Its sender uses the name <bdi>{senderName,120}</bdi>.</p>");
        if (lanes.Messages > lanes.Marks.Count - 1) page.Markup($"<p>{lanes.Marks.Count - 1} of {lanes.Messages} messages are drawn, the newest before this mail.</p>");
        page.Markup($"</figcaption>");
    }

    private void Table(ConversationLanes lanes)
    {
        page.Markup($"""<details><summary>The same as a table</summary><div class="wide" tabindex="0" role="region" aria-label="The conversation as a table"><table><thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th></tr></thead><tbody>""");
        foreach (var mark in lanes.Marks)
        {
            var row = mark.Kind == LaneMarkKind.This ? "this" : "other";
            page.Markup($"""<tr class="{row}"><td><time datetime="{LocalTimes.Stamp(mark.At)}">{times.Moment(mark.At)}</time></td><td><bdi>{lanes.Lanes[mark.Lane].Name,120}</bdi></td><td>{What(lanes, mark)}</td></tr>""");
        }
        page.Markup($"</tbody></table></div></details>");
    }

    private string What(ConversationLanes lanes, LaneMark mark) => mark.Kind switch
    {
        LaneMarkKind.Doubtful => "message, not judged clean",
        LaneMarkKind.Bad => "judged malicious before",
        LaneMarkKind.Message => "message",
        _ when lanes.Answered < 0 => "this mail",
        _ => $"this mail, {(lanes.Claim == LaneClaim.Answers ? "answers" : "quotes")} the message of {times.Moment(lanes.Marks[lanes.Answered].At)}",
    };
}
