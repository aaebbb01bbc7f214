namespace ServerlessMessaging.DevHost.Hosting;

/// <summary>The folder of the repository, which holds the samples and the npm packages.</summary>
public static class RepositoryFolder
{
    private const string SolutionFile = "ServerlessMessaging.sln";

    /// <exception cref="StartupException">The program does not run from inside the repository.</exception>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile)))
            {
                return folder.FullName;
            }
        }

        throw new StartupException($"The development host runs from its repository only, and {SolutionFile} is in no folder above {AppContext.BaseDirectory}.");
    }
}
