namespace Postvakt.Classification.Training;

/// <summary>Chooses from which score on a label is said, by texts that the weights which scored them have not seen.</summary>
internal static class Calibration
{
    /// <summary>Never said.</summary>
    public const float Never = 2;

    /// <summary>What low, medium and high promise: the share of genuine mails that an intent other than benign is said of at most, the share of authored texts of other families that it is right in, and the least score.</summary>
    public static readonly (double Genuine, double Right, float Least)[] Steps = [(0.01, 0.65, 0.3f), (0.003, 0.8, 0.5f), (0.0007, 0.92, 0.75f)];

    /// <summary>Of topics and tags: the share of mails that seem not to have it, and the least score.</summary>
    private static readonly (double Genuine, float Least)[] Topics = [(0.005, 0.3f), (0.002, 0.45f), (0.0007, 0.6f)];

    /// <summary>Least scores of benign: rules let mail pass that is surely benign.</summary>
    private static readonly float[] Benign = [0.5f, 0.75f, 0.93f];

    /// <param name="benign">The label is benign.</param>
    /// <param name="authored">Score of the label, and whether it is right; of intents only where it is the best.</param>
    /// <param name="genuine">Scores of the label in genuine mails; empty where it may well be right there.</param>
    public static float[] Thresholds(IReadOnlyList<(float Score, bool Right)> authored, IReadOnlyList<float> genuine, bool benign, bool intent)
    {
        var thresholds = new float[Steps.Length];
        var (mails, texts) = (genuine.OrderDescending().ToArray(), authored.OrderByDescending(a => a.Score).ToArray());
        for (var step = 0; step < Steps.Length; step++)
        {
            var (share, precision, least) = Steps[step];
            if (benign) least = Benign[step];
            if (!intent) (share, least) = Topics[step];
            var allowed = (int)(share * mails.Length);
            var byMails = mails.Length > allowed ? MathF.BitIncrement(mails[allowed]) : 0;
            int right = 0;
            var byTexts = Never;
            for (var i = 0; i < texts.Length; i++)
            {
                if (texts[i].Right) right++;
                if (right >= precision * (i + 1) && (i + 1 == texts.Length || texts[i + 1].Score < texts[i].Score)) byTexts = texts[i].Score;
            }
            thresholds[step] = Math.Max(Math.Max(byMails, byTexts), Math.Max(least, step > 0 ? thresholds[step - 1] : 0));
        }
        return thresholds;
    }
}
