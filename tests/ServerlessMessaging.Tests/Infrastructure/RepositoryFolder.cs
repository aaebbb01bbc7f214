namespace ServerlessMessaging.Tests.Infrastructure;

/// <summary>The folder of the repository, which holds docs, templates and samples.</summary>
internal static class RepositoryFolder
{
    private const string SolutionFile = "ServerlessMessaging.sln";

    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{SolutionFile} is in no folder above {AppContext.BaseDirectory}.");
    }
}
